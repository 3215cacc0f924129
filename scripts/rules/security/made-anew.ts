const MADE = /(?:UUIDs?|ULIDs?|GUIDs?|nonce|key|id|value|Schlüssel|Wert)\b/i;
/** What each repeat has of its own. */
const EACH = /\b(?:each|every|per|for each|on each|on every|je|jede[mnrs]?|pro) (?:\p{L}+ )?(?:attempt|call|request|try|retry|repeat|deliver(?:y|ies)|Versuch|Aufruf|Anfrage|Wiederholung|Zustellung)\b/iu;
/** Made once and kept, or said to be wrong. */
const KEPT = /\b(?:stored|saved|kept|persist\w*|reused?|same|before the first|once|not|never|no|gespeichert\w*|dieselbe\w*|derselbe\w*|gleiche\w*|nicht|nie|kein\w*|einmal)\b/i;
const NEW = /\b(?:new|fresh|random\w*|another|different|own|we make|we generate|generated|neue[mnrs]?|zufällig\w*|eigene[mnrs]?|andere[mnrs]?)\b/i;

/** Whether a key is another one with each repeat, so that no repeat is known by it: "a new UUID for each attempt". */
export function isMadeAnew(text: string): boolean {
  return text.split(/[;.]\s+/).some((clause) => MADE.test(clause) && NEW.test(clause) && EACH.test(clause) && !KEPT.test(clause));
}
