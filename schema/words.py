"""Descriptions that many inputs share."""

KEY = "1 to 64 characters, made by the client; the same key and body give the first answer again."
REFUSED = "Why it was refused; nothing was changed then."
IN_YEAR = "The scheme's year."
NULL_REFUSED = "Null when refused."
