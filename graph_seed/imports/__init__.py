"""Files into the graph: rosters, payments, lists, quotas, posts, fund receipts, e-vouchers.

    file ── opening ──> Sheets ── header ──> Table ── checking ──> Spool ──> Report
            delimited, workbook              forms, fields         rejection

    opening     what a file is, by its first bytes; its limits; FileRefused
    delimited   CSV in UTF-8 or GB18030, row by row
    archive     a workbook's zip directory, before anything is unpacked
    workbook    XLSX through calamine, in a process of its own (reader is what runs there)
    header      the row that names the columns, on which sheet, and what each column is
    column      Column and Form: what columns a kind has, as data; forms/ holds one file a kind
    fields      one cell to one value, or BadCell: identity numbers, days, amounts, choices
    checking    rows to typed lines or rejections, and what must hold between rows
    spool       all lines of a file on disk: duplicates, places, households, in any order
    template    the workbook to fill in; returned: the rejected rows with the reason beside each

Up to here nothing knows the graph: names of places and people are texts. Then:

    Order ── running ──> places ── chunks ──> stage.once(work) ──> Told ──> journal ──> Report

    order       what is asked, and the key under which it is known when it comes again
    running     the whole way; APPLY names what each kind does with a chunk of lines
    places      names of villages and units to codes, within the unit of the import
    known       people by the hash of their number, households by village and number
    presence    whether somebody is one of those that the import is about
    stage       a chunk as one transaction with its receipt; rolled back in a dry run
    task        what every chunk works with; deeds through facts/writing, each told for its row
    arriving    rosters          money     payments, fund receipts      figures   quotas
    groups      lists, vouchers  leaving   whom a complete list omits
    responsible posts
    journal     (:Import), (:Rejection); written: the way back
    command     python -m graph_seed import
"""
