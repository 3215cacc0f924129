// Parts of PostgreSQL's syntax tree that are looked at.
export interface Text {
  String?: { sval?: string };
}
export interface RangeVar {
  schemaname?: string;
  relname?: string;
  location?: number;
}
export interface TypeName {
  names?: Text[];
  typmods?: { A_Const?: { ival?: { ival?: number } } }[];
  arrayBounds?: unknown[];
}
export interface ColumnDef {
  colname?: string;
  typeName?: TypeName;
}
export interface Element {
  ColumnDef?: ColumnDef;
  TableLikeClause?: { relation?: RangeVar };
}
export interface CreateStmt {
  relation?: RangeVar;
  tableElts?: Element[];
  inhRelations?: { RangeVar?: RangeVar }[];
  if_not_exists?: boolean;
  ofTypename?: unknown;
  base?: CreateStmt;
}
export interface Target {
  ResTarget?: { name?: string; val?: { ColumnRef?: { fields?: (Text & { A_Star?: unknown })[] } } };
}
export interface Select {
  targetList?: Target[];
  larg?: Select;
}
export interface Command {
  subtype?: string;
  name?: string;
  def?: { ColumnDef?: ColumnDef };
}
export interface Statement {
  CreateStmt?: CreateStmt;
  CreateForeignTableStmt?: { base?: CreateStmt };
  CreateTableAsStmt?: { into?: { rel?: RangeVar; colNames?: Text[] }; query?: { SelectStmt?: Select } };
  ViewStmt?: { view?: RangeVar; aliases?: Text[]; query?: { SelectStmt?: Select } };
  AlterTableStmt?: { relation?: RangeVar; objtype?: string; cmds?: { AlterTableCmd?: Command }[] };
  RenameStmt?: { renameType?: string; relation?: RangeVar; subname?: string; newname?: string };
  AlterObjectSchemaStmt?: { relation?: RangeVar; newschema?: string };
  DropStmt?: { removeType?: string; objects?: { List?: { items?: Text[] } }[] };
  CreateSchemaStmt?: { schemaname?: string; schemaElts?: Statement[] };
  CreateEnumStmt?: { typeName?: Text[]; vals?: Text[] };
  VariableSetStmt?: { name?: string; args?: { A_Const?: { sval?: { sval?: string } } }[] };
  DoStmt?: unknown;
}
export interface Parsed {
  stmts?: { stmt?: Statement; stmt_location?: number }[];
}
