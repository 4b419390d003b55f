"""Web pages, those of portals and those that Word saved."""

from __future__ import annotations

from bihuan.documents.files import read_file


def lines(body: str, name: str = "公示.html") -> list[str]:
    return [block.text for block in read_file(f"<html><body>{body}</body></html>".encode(), name).blocks]


def test_scripts_styles_menus_and_hidden_parts_are_left_out() -> None:
    body = (
        "<nav><a>首页</a></nav><script>var x='<p>假</p>'</script><style>p{}</style><select><option>甲</option></select>"
        "<div style='DISPLAY: none'>看不见</div><p hidden>也看不见</p><form><p>正文</p></form><!-- 注 --><p>完</p>"
    )
    assert lines(body) == ["正文", "完"]


def test_a_page_whose_whole_text_is_hidden_is_read_all_the_same() -> None:
    assert lines("<nav><a>首页</a><p>正文</p>") == ["首页", "正文"]
    assert lines("<div style='display:none'><p>正文</p></div>") == ["正文"]


def test_text_after_left_out_elements_and_comments_stays() -> None:
    assert lines("<p>一、<!-- x -->关于<script>1</script>问题<b>的</b>整改</p>尾部") == ["一、关于问题的整改", "尾部"]


def test_dates_split_across_spans_and_hard_spaces_are_whole() -> None:
    body = (
        "<p class=MsoNormal><span lang=EN-US>2023</span><span>年</span>"
        "<span lang=EN-US>&nbsp;3</span>\n<span>月\n</span>"
        "<span lang=EN-US>2<o:p></o:p></span><span>日至</span>\r\n  <span lang=EN-US>5</span>月31日"
        ",&quot;甲&#x4E59;&quot;</p>"
    )
    assert lines(body) == ['2023年3月2日至5月31日,"甲乙"']


def test_lines_broken_by_br_are_paragraphs_and_headings_have_levels() -> None:
    source = read_file("<h2>通报</h2><div>甲<br/>乙<p>丙</p>丁</div>".encode(), "x")
    assert [(block.text, block.level) for block in source.blocks] == [
        ("通报", 2),
        ("甲", None),
        ("乙", None),
        ("丙", None),
        ("丁", None),
    ]


def test_list_numbers_are_written_as_a_browser_shows_them() -> None:
    body = (
        "<ol start=3><li>甲<ol type=a><li>子</li></ol></li><li>乙</li></ol><ul><li>丙</li></ul>"
        "<ol style='list-style-type: cjk-ideographic'><li>丁</li><li value=12>戊</li></ol>"
    )
    assert lines(body) == ["3.甲", "a.子", "4.乙", "丙", "一、丁", "十二、戊"]


def test_numbers_of_word_lists_stay_and_bullets_go() -> None:
    word = (
        "<p style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>{}"
        "<span>&nbsp;&nbsp;</span></span><![endif]>加强学习</p>"
    )
    assert lines(word.format("一、") + word.format("·")) == ["一、加强学习", "加强学习"]


def test_a_table_with_merged_cells_becomes_rows() -> None:
    body = (
        "<table><tr><th>序号</th><th colspan=2>问题</th></tr><tr><td rowspan=2>1</td>"
        "<td>甲</td><td><p>一</p><p>二</p></td></tr>"
        "<tr><td>乙</td><td>三</td></tr></table>"
    )
    source = read_file(f"<body>{body}</body>".encode(), "x.htm")
    assert [block.cells for block in source.blocks] == [("序号", "问题", ""), ("1", "甲", "一\n二"), ("", "乙", "三")]


def test_a_table_that_only_lays_out_the_page_is_paragraphs() -> None:
    body = "<table><tr><td><table><tr><td><p>甲</p><p>乙</p></td></tr></table></td></tr></table>"
    assert lines(body) == ["甲", "乙"]


def test_preformatted_lines_are_kept_apart() -> None:
    assert lines("<pre>甲\n 乙\r\n\n丙</pre>丁\n戊") == ["甲", "乙", "丙", "丁戊"]


def test_entities_of_a_document_type_are_not_resolved() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>甲&x;乙</p></body></html>'
    text = " ".join(block.text for block in read_file(page.encode(), "x.html").blocks)
    assert "root:" not in text
    assert "甲" in text
