"""The tree and its sums in memory, equal to the graph whenever a question is asked.

    Rollup ── look ──> View: what one request sees; nothing in it changes under its feet
      ├─ Land     places and trees, as of a number of the sequence `tree`
      └─ Year     sums by group and quotas, over the year's tree, as of a number of its sequence
           └─ Columns   places in depth-first order, running sums in blocks

1. A look reads the numbers of all sequences: one statement, shared by the requests that wait when
   it begins. Who comes later needs the next one.
2. What stands at the number that memory stands at is answered from memory.
3. Anything else is brought up to date by one statement that first locks the sequence, then reads
   the rows above the number that is known. While the lock is held nobody is half-way through: the
   rows are those of whole transactions, and of all that were acknowledged.
4. Another epoch, or a number that went back: load afresh. Loading does not lock; it begins at the
   number before the one seen, so that step 3 reads again whatever was being written meanwhile.

Every version is made from the one before and shares what did not change; a request keeps its own.
What is not here (`look` gives None, `year` gives None) is answered by statements as before: while
it is loaded, a graph without the sequence `tree`, more places than fit, a year that nobody opened.

Bounds: 1,000,000 places, 3 years, 512 MB of sums a year (groups beyond are left to the graph),
50,000 answers of a kind. `Rollup.megabytes` is an estimate, logged with every load. Made up,
648,000 places took 280 MB, and a year with a row for each village 72 MB more.
"""
