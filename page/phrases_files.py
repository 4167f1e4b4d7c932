"""Why a file does not become an article, and what of it was not read; see `page.phrases`.

The English is what the readers of files say (`index.load`, `index.fetch`): by it `page.faults` finds the
rest. `{...}` is what they fill in.
"""

from collections.abc import Mapping

FILES: Mapping[str, tuple[str, str, str, str]] = {
    "why_empty": (
        "is empty; put the article's text into it",
        "中身がありません。記事の本文を入れてください",
        "文件是空的，请放入文章正文",
        "è vuoto; mettici il testo dell'articolo",
    ),
    "why_no_text": (
        "holds no text; check that it is the article",
        "本文がありません。記事のファイルか確かめてください",
        "没有文字，请确认是否为文章文件",
        "non contiene testo; controlla che sia l'articolo",
    ),
    "why_encoding": (
        "is not text, or in an unknown encoding; save it as UTF-8 text",
        "テキストでないか、文字コードが不明です。UTF-8で保存してください",
        "不是文本，或编码未知，请另存为 UTF-8 文本",
        "non è testo, o la codifica è sconosciuta; salvalo come testo UTF-8",
    ),
    "why_no_article_in": (
        "no article found in this web page; save its text as .txt",
        "このウェブページに記事が見つかりません。本文を.txtで保存してください",
        "此网页中找不到文章，请把正文另存为 .txt",
        "in questa pagina web non c'è un articolo; salvane il testo come .txt",
    ),
    "why_too_slow": (
        "takes too much time or memory to read; save its text as .txt",
        "読み込みに時間かメモリがかかりすぎます。本文を.txtで保存してください",
        "读取耗时或占用内存过多，请把正文另存为 .txt",
        "richiede troppo tempo o memoria; salvane il testo come .txt",
    ),
    "why_is_pdf": (
        "is a PDF under another name; rename it to .pdf",
        "実際はPDFです。名前の末尾を.pdfに変えてください",
        "其实是 PDF，请把扩展名改为 .pdf",
        "è un PDF con un altro nome; rinominalo in .pdf",
    ),
    "why_not_pdf": (
        "is not a PDF; check what it is and rename it",
        "PDFではありません。中身を確かめて名前を変えてください",
        "不是 PDF，请确认内容并改名",
        "non è un PDF; controlla che cos'è e rinominalo",
    ),
    "why_furniture": (
        "holds nothing but page furniture; save the article's own text",
        "メニューなど本文以外の要素しかありません。記事の本文を保存してください",
        "只有菜单等页面元素，请保存文章正文",
        "contiene solo menu ed elementi della pagina; salva il testo dell'articolo",
    ),
    "why_encrypted": (
        "is encrypted: save a copy without a password and add that",
        "暗号化されています。パスワードなしのコピーを追加してください",
        "已加密：请另存为无密码的副本后再添加",
        "è cifrato: salvane una copia senza password e aggiungi quella",
    ),
    "why_broken_pdf": (
        "is a broken PDF: open it in a reader, save it again and add that copy",
        "PDFが壊れています。閲覧ソフトで開いて保存し直し、そのコピーを追加してください",
        "PDF 已损坏：请用阅读器打开，重新保存后添加该副本",
        "è un PDF danneggiato: aprilo in un lettore, salvalo di nuovo e aggiungi la copia",
    ),
    "why_pictures": (
        "holds no text, only pictures of it: run text recognition (OCR) on it first",
        "文字がなく画像だけです。先に文字認識（OCR）を行ってください",
        "没有文字，只有图片：请先做文字识别（OCR）",
        "non contiene testo, solo immagini: prima fai il riconoscimento (OCR)",
    ),
    "why_long": (
        "holds more than {characters} characters of text: split it or raise the limit",
        "本文が{characters}字を超えています。分割してください",
        "文字超过 {characters} 个，请拆分",
        "contiene più di {characters} caratteri di testo: dividilo",
    ),
    "why_large": (
        "is larger than {bytes} bytes of text; split it or raise the limit",
        "本文が{bytes}バイトを超えています。分割してください",
        "文字超过 {bytes} 字节，请拆分",
        "supera {bytes} byte di testo; dividilo",
    ),
    "why_split": (
        "has {size} MB; split it into files of at most {most} MB",
        "{size} MBあります。1ファイル{most} MB以下に分割してください",
        "有 {size} MB，请拆分为每个不超过 {most} MB 的文件",
        "pesa {size} MB; dividilo in file di al massimo {most} MB",
    ),
    "why_broken": (
        "is broken, or not a {kind} file ({fault}): open it in its own program, save it again and add that"
        " copy",
        "壊れているか、{kind}ファイルではありません（{fault}）。元のソフトで開いて保存し直し、そのコピーを追加してください",
        "已损坏，或不是 {kind} 文件（{fault}）：请用原程序打开，重新保存后添加该副本",
        "è danneggiato o non è un file {kind} ({fault}): aprilo nel suo programma, salvalo di nuovo e"
        " aggiungi la copia",
    ),
    "why_not_word": (
        "is not a Word document, or protected by a password: save it again as .docx",
        "Word文書ではないか、パスワードで保護されています。.docxとして保存し直してください",
        "不是 Word 文档，或有密码保护：请重新保存为 .docx",
        "non è un documento Word o è protetto da password: salvalo di nuovo come .docx",
    ),
    "why_not_workbook": (
        "is not a workbook, or protected by a password: save it again as .xlsx",
        "Excelブックではないか、パスワードで保護されています。.xlsxとして保存し直してください",
        "不是 Excel 工作簿，或有密码保护：请重新保存为 .xlsx",
        "non è una cartella di lavoro o è protetto da password: salvalo di nuovo come .xlsx",
    ),
    "why_not_slides": (
        "is not a presentation, or protected by a password: save it again as .pptx",
        "プレゼンテーションではないか、パスワードで保護されています。.pptxとして保存し直してください",
        "不是演示文稿，或有密码保护：请重新保存为 .pptx",
        "non è una presentazione o è protetto da password: salvalo di nuovo come .pptx",
    ),
    "why_not_book": (
        "is not a book, or broken: save it again as .epub",
        "EPUBファイルではないか、壊れています。.epubとして保存し直してください",
        "不是电子书，或已损坏：请重新保存为 .epub",
        "non è un libro o è danneggiato: salvalo di nuovo come .epub",
    ),
    "why_not_opendocument": (
        "is not an OpenDocument text: save it again as .odt",
        "OpenDocumentテキストではありません。.odtとして保存し直してください",
        "不是 OpenDocument 文本：请重新保存为 .odt",
        "non è un testo OpenDocument: salvalo di nuovo come .odt",
    ),
    "why_not_rich": (
        "is not rich text: save it again as .rtf",
        "リッチテキストではありません。.rtfとして保存し直してください",
        "不是富文本：请重新保存为 .rtf",
        "non è testo RTF: salvalo di nuovo come .rtf",
    ),
    "why_not_mail": (
        "is not a mail: save it again as .eml",
        "メールではありません。.emlとして保存し直してください",
        "不是邮件：请重新保存为 .eml",
        "non è un messaggio di posta: salvalo di nuovo come .eml",
    ),
    "why_no_subtitles": (
        "holds no subtitles: save it again as .srt or .vtt",
        "字幕がありません。.srtか.vttとして保存し直してください",
        "没有字幕：请重新保存为 .srt 或 .vtt",
        "non contiene sottotitoli: salvalo di nuovo come .srt o .vtt",
    ),
    "why_nothing_to_cite": (
        "nothing but page furniture, no sentence to cite; check the file",
        "本文以外の要素しかなく、引用できる文がありません。ファイルを確かめてください",
        "只有页面元素，没有可引用的句子，请检查文件",
        "solo elementi della pagina, nessuna frase da citare; controlla il file",
    ),
    "why_kind": (
        "files of this kind cannot be read; use {kinds}",
        "この種類のファイルは読めません。{kinds}を使ってください",
        "无法读取此类文件，请使用 {kinds}",
        "questo tipo di file non si può leggere; usa {kinds}",
    ),
    "why_meanwhile": (
        "the same text was taken out meanwhile; try again",
        "その間に同じ本文が外されました。もう一度お試しください",
        "期间相同正文已被移除，请重试",
        "nel frattempo lo stesso testo è stato rimosso; riprova",
    ),
    # Why what stands at an address does not become one.
    "why_no_address": (
        "is no address of a web page; check the spelling",
        "ウェブページのアドレスではありません。つづりを確かめてください",
        "不是网页地址，请检查拼写",
        "non è l'indirizzo di una pagina web; controlla come è scritto",
    ),
    "why_no_site": (
        "there is no such site; check spelling and network",
        "そのサイトが見つかりません。つづりとネットワークを確かめてください",
        "找不到该网站，请检查拼写和网络",
        "il sito non esiste; controlla come è scritto e la rete",
    ),
    "why_own_network": (
        "is an address of your own network; allow it with --private",
        "内部ネットワークのアドレスです。polycite index --private で追加してください",
        "是内部网络的地址，请用 polycite index --private 添加",
        "è un indirizzo della rete interna; aggiungilo con polycite index --private",
    ),
    "why_robots": (
        "its site asks programs to leave it; save the page and add that",
        "サイトがプログラムの取得を断っています。ページを保存して追加してください",
        "该网站不允许程序读取，请保存网页后添加",
        "il sito chiede ai programmi di non leggerlo; salva la pagina e aggiungi quella",
    ),
    "why_endless": (
        "leads from one address to another without end; check it",
        "アドレスの転送が終わりません。確かめてください",
        "地址不断跳转，请检查",
        "rimanda da un indirizzo all'altro senza fine; controllalo",
    ),
    "why_not_reached": (
        "cannot be reached ({fault}); try again later",
        "接続できません（{fault}）。あとでもう一度お試しください",
        "无法访问（{fault}），请稍后重试",
        "non si raggiunge ({fault}); riprova più tardi",
    ),
    "why_fetched_large": (
        "is larger than {bytes} bytes; raise the limit",
        "{bytes}バイトを超えています。小さく分けたものを追加してください",
        "超过 {bytes} 字节，请添加较小的部分",
        "supera {bytes} byte; aggiungine una parte",
    ),
    "why_slow_site": (
        "takes more than {seconds} seconds to come; try again later",
        "取得に{seconds}秒以上かかります。あとでもう一度お試しください",
        "读取超过 {seconds} 秒，请稍后重试",
        "impiega più di {seconds} secondi ad arrivare; riprova più tardi",
    ),
    "why_status": (
        "the site answers {status}; check the address",
        "サイトの応答は{status}です。アドレスを確かめてください",
        "网站返回 {status}，请检查地址",
        "il sito risponde {status}; controlla l'indirizzo",
    ),
    # What of an article was not read, or was read in another way.
    "note_pictures": (
        "page {pages} holds no text, only pictures: install polycite[ocr] to read pictures of text"
        "|pages {pages} hold no text, only pictures: install polycite[ocr] to read pictures of text",
        "{pages}ページは画像だけで文字がありません。polycite[ocr]を入れると画像の文字も読めます",
        "第 {pages} 页只有图片，没有文字：安装 polycite[ocr] 可识别图片中的文字",
        "la pagina {pages} non contiene testo, solo immagini: installa polycite[ocr] per leggerle"
        "|le pagine {pages} non contengono testo, solo immagini: installa polycite[ocr] per leggerle",
    ),
    "note_recognised": (
        "page {pages} was read by text recognition: check names and figures"
        "|pages {pages} were read by text recognition: check names and figures",
        "{pages}ページは文字認識で読みました。名前と数字を確かめてください",
        "第 {pages} 页由文字识别读取：请核对名称和数字",
        "la pagina {pages} è stata letta con il riconoscimento del testo: controlla nomi e cifre"
        "|le pagine {pages} sono state lette con il riconoscimento del testo: controlla nomi e cifre",
    ),
    "note_embedded": (
        "left out {n} picture written out in the text|left out {n} pictures written out in the text",
        "本文に埋め込まれた画像{n}点を除きました",
        "已略去嵌入文中的 {n} 张图片",
        "esclusa {n} immagine scritta nel testo|escluse {n} immagini scritte nel testo",
    ),
    "note_formulas": (
        "formulas without a value: {count}; open it in its own program and save it again",
        "値のない数式：{count}件。元のソフトで開いて保存し直してください",
        "没有值的公式：{count} 个，请用原程序打开并重新保存",
        "formule senza valore: {count}; aprilo nel suo programma e salvalo di nuovo",
    ),
    "note_hidden_sheet": (
        "the hidden sheet {file} was left out",
        "非表示のシート「{file}」を除きました",
        "已略去隐藏的工作表“{file}”",
        "il foglio nascosto {file} è stato escluso",
    ),
    "note_attachment": (
        "the attachment {file} was not read",
        "添付ファイル「{file}」は読んでいません",
        "未读取附件“{file}”",
        "l'allegato {file} non è stato letto",
    ),
}
