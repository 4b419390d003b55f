"""The sentences a person reads when a file cannot be read, one for each rule."""

from __future__ import annotations

from bihuan.documents.errors import Unreadable
from bihuan.packspec.bilingual import Text

SENTENCES = {
    "empty": Text(
        "文件是空的，没有任何文字。请检查是否选错了文件，或者文件还没有保存完。",
        "The file is empty: it holds no text. Check whether it is the right file and was saved completely.",
    ),
    "too_large": Text(
        "文件有 {size}，超过了 {limit} 的上限。请把附件和图片去掉，或者分成几个文件。",
        "The file has {size}, more than the limit of {limit}. Take out attachments and pictures, or split it into "
        "several files.",
    ),
    "too_large_text": Text(
        "文件的内容超过了 {blocks} 段或 {characters} 字的上限。请分成几个文件。",
        "The file holds more than {blocks} paragraphs or {characters} characters. Split it into several files.",
    ),
    "too_many_rows": Text(
        "表格超过了 {rows} 行，应当作为台账导入。请先建立这一轮整改，再打开该轮次的“台账导入与下发”导入，系统会逐行核对。",
        "The tables have more than {rows} rows: bring them in as a ledger. Open the round first, then choose “Ledgers in and "
        "out” on its page, where every row is judged.",
    ),
    "too_many_cells": Text(
        "工作表跨 {cells} 个单元格，超过了 {limit} 个的上限。请删除数据区域以外的空行、空列，或者分成几个文件。",
        "A sheet spans {cells} cells, more than the limit of {limit}. Delete empty rows and columns beside the data, or "
        "split it into several files.",
    ),
    "too_many_pages": Text(
        "文件有 {pages} 页，超过了 {limit} 页的上限。请只保留正文，或者分成几个文件。",
        "The file has {pages} pages, more than the limit of {limit}. Keep only the main text, or split it into "
        "several files.",
    ),
    "too_slow": Text(
        "文件在 {seconds} 秒内没有读完，已停止。请重新导出或者打印成新的 PDF，再试一次。",
        "Reading did not finish within {seconds} seconds and was stopped. Export or print the file to a new PDF and "
        "try again.",
    ),
    "too_much": Text(
        "读取文件时出错，或者占用的内存超过了上限，已停止。请重新导出或者打印成新的 PDF，再试一次。",
        "Reading failed or took more memory than is allowed, and was stopped. Export or print it to a new PDF and try again.",
    ),
    "too_deep": Text(
        "文件内部的标记嵌套超过 {depth} 层，不是正常保存的文件。请用 Word 或 WPS 打开后另存，再试一次。",
        "The markup inside is nested more than {depth} levels deep, which no ordinary program writes. Open it in "
        "Word or WPS, save it again and retry.",
    ),
    "encrypted": Text(
        "文件设有打开密码，无法读取。请用密码打开，取消密码后另存，再上传。",
        "The file is protected by a password. Open it with the password, remove the password, save it and upload it "
        "again.",
    ),
    "damaged": Text(
        "文件已损坏，读到这里就读不下去了：{detail}。请重新下载、拷贝，或者用原来的软件打开后另存。",
        "The file is damaged and cannot be read beyond this point: {detail}. Download or copy it again, or open it "
        "in its own program and save it.",
    ),
    "zip_bomb": Text(
        "文件解压后会膨胀到 {size}，不是正常的文档，已拒绝打开。请向提供人核实来源。",
        "Unpacked, the file would grow to {size}. That is no ordinary document, and it was not opened. Ask whoever "
        "sent it where it came from.",
    ),
    "zip_entries": Text(
        "文件里打包了 {count} 个部件，超过了 {limit} 个的上限，已拒绝打开。请用 Word 或 WPS 打开后另存，再试一次。",
        "The file packs {count} parts, more than the limit of {limit}, and was not opened. Open it in Word or WPS, "
        "save it again and retry.",
    ),
    "zip_names": Text(
        "文件里有一个部件的名称指向文件之外，已拒绝打开。请向提供人核实来源。",
        "A part inside the file has a name that points outside of it, so it was not opened. Ask whoever sent it "
        "where it came from.",
    ),
    "no_document": Text(
        "文件像是 Word 文档，但里面没有正文部件。请用 Word 或 WPS 打开后另存为 .docx，再试一次。",
        "The file looks like a Word document but holds no main text. Open it in Word or WPS, save it as .docx and "
        "retry.",
    ),
    "no_pages": Text(
        "文件像是 OFD 版式文件，但里面没有版面内容。请用阅读软件打开后另存，再试一次。",
        "The file looks like an OFD document but holds no pages. Open it in its reader, save it again and retry.",
    ),
    "no_sheets": Text(
        "文件像是表格，但里面没有可以读取的工作表。请用 Excel 或 WPS 打开后另存为 .xlsx，再试一次。",
        "The file looks like a workbook but holds no sheet that can be read. Open it in Excel or WPS, save it as .xlsx "
        "and retry.",
    ),
    "xml_entities": Text(
        "文件内部定义了 XML 实体，正常的文档里没有这种内容，已拒绝打开。请用 Word 或 WPS 打开后另存，再试一次。",
        "The file defines XML entities, which no ordinary document does, and was not opened. Open it in Word or WPS, "
        "save it again and retry.",
    ),
    "encoding": Text(
        "文字编码认不出来：第 {offset} 个字节既不符合 UTF-8，也不符合 GB18030 或 UTF-16。请用记事本打开，另存为 "
        "UTF-8，再上传。",
        "The encoding is unknown: byte {offset} fits neither UTF-8 nor GB18030 nor UTF-16. Open the file in an "
        "editor, save it as UTF-8 and upload it again.",
    ),
    "nul_bytes": Text(
        "文件里从第 {offset} 个字节起有空字节，多半是没有保存完或者拷贝出错。请重新拷贝，或者用记事本打开后另存为 "
        "UTF-8。",
        "The file holds NUL bytes from byte {offset} on, so it was probably not saved or copied completely. Copy it "
        "again, or save it as UTF-8 in an editor.",
    ),
    "scan": Text(
        "这是扫描件：共 {pages} 页，其中 {scanned} 页只有图像，没有可以读取的文字。请使用电子版原件，"
        "或者先用扫描软件做文字识别（OCR），再上传。",
        "This is a scan: {scanned} of its {pages} pages hold only pictures and no text. "
        "Use the original electronic file, or run text recognition (OCR) in your scanning program first.",
    ),
    "only_pictures": Text(
        "文件里只有图片，没有可以读取的文字，应当是扫描件。请使用电子版原件，或者先用扫描软件做文字识别（OCR），再上传。",
        "The file holds only pictures and no text, so it seems to be a scan. Use the original electronic file, or run "
        "text recognition (OCR) in your scanning program first.",
    ),
    "too_old": Text(
        "这是 Word 95 或更早版本的文档，无法读取。请用 Word 或 WPS 打开，另存为 .docx，再上传。",
        "This is a document of Word 95 or earlier, which cannot be read. Open it in Word or WPS, save it as .docx and "
        "upload that.",
    ),
    "no_text": Text(
        "文件共 {pages} 页，没有任何可以读取的文字。请用原来的软件打开，另存为 Word 文档，再上传。",
        "The file has {pages} pages but no text that can be read. Open it in its own program, save it as a Word "
        "document and upload that.",
    ),
    "no_letters": Text(
        "文件里的字体没有注明文字编码，取出来的是乱码。请用原来的软件重新导出 PDF，或者改用 Word 文档。",
        "The fonts of the file do not say which characters they show, so its text comes out as gibberish. Export the "
        "PDF again, or use a Word document.",
    ),
    "foreign": Text(
        "这是{what}，目前还不能直接读取。{todo}",
        "This is {what}, which cannot be read yet. {todo}",
    ),
    "unknown_format": Text(
        "认不出这是什么文件。可以读取的有：Word 和 WPS 文档（.docx、.doc、.wps、.rtf）、PDF、OFD、表格（.xlsx、.xls、.et、.csv）、"
        "网页（.html）、文本（.txt）和 Markdown（.md）。",
        "The kind of this file is unknown. What can be read: Word and WPS (.docx, .doc, .wps, .rtf), PDF, OFD, workbooks "
        "(.xlsx, .xls, .et, .csv), web pages (.html), plain text (.txt) and Markdown (.md).",
    ),
}


def refuse(rule: str, place: str | None = None, **values: object) -> Unreadable:
    """Return the error of a rule, its sentence filled in; raise it where it is made."""
    return Unreadable(rule, SENTENCES[rule].format(**values), place)


def size(count: int) -> str:
    """Return a number of bytes as people write it (“3.5 MB”)."""
    amount = float(count)
    for unit in ("B", "KB", "MB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:,.1f} GB"
