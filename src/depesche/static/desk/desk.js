// @ts-check
/** The page of a coverage at the desk. The desk comes last: it finds the others at work. */

import "./post-composer.js";
import "./post-preview.js";
import "./post-list.js";
import "./coverage-steps.js";
import "./coverage-desk.js";
