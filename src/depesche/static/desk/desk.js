// @ts-check
/** The page of a coverage at the desk. The desk comes last: it finds the others at work. */

import "./post-composer.js";
import "./picture-field.js";
import "./post-preview.js";
import "./post-reading.js";
import "./position-field.js";
import "./resting-notice.js";
import "./left-posts.js";
import "./post-list.js";
import "./returned-note.js";
import "./desk-readership.js";
import "./newsroom-clock.js";
import "./coverage-steps.js";
import "./coverage-desk.js";
