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

Nothing here knows the graph: names of places and people are texts until they are resolved.
"""
