#!/usr/bin/env node
"use strict";function s(e=process.versions.node){return Number(e.split(".")[0])<20?`vibe-specs needs Node.js 20 or newer; this is ${e}`:null}var n=s(),o,r;n===null?((r=(o=require("module")).enableCompileCache)==null||r.call(o),require(`${__dirname}/main.cjs`)):(process.stderr.write(`${n}
`),process.exitCode=2);
