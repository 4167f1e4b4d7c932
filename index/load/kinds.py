"""Which module reads which kind of file, by the ending of its name."""

# The ending -> the module of this package whose `read` makes an `Extract` of the bytes.
KINDS = {
    **dict.fromkeys((".txt", ".text"), "text"),
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), "text"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "text"),
    ".log": "log",
    ".rst": "restructured",
    ".pdf": "pdf",
    ".docx": "word",
    ".odt": "opendocument",
    ".rtf": "richtext",
    ".xlsx": "sheets",
    ".pptx": "slides",
    ".csv": "rows",
    ".tsv": "rows",
    ".epub": "book",
    ".eml": "mail",
    ".srt": "subtitles",
    ".vtt": "subtitles",
}
READABLE = tuple(KINDS)
# Whose files are read as those of a folder are.
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
# What a reader is told to use; the rest are other endings of the same.
USUAL = ".txt, .md, .html, .pdf, .docx, .odt, .rtf, .xlsx, .csv, .pptx, .epub, .eml, .srt, .vtt, .rst"
# Their pictures weigh more than their words, so more of their bytes are taken.
PACKED = (".pdf", ".docx", ".odt", ".rtf", ".xlsx", ".pptx", ".epub", ".eml")
