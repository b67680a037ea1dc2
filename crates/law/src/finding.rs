//! What was odd about a source: repaired where the repair is certain, reported always.

use serde::{Deserialize, Serialize};

use crate::address::ProvisionPath;

/// Something odd in a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code, e.g. `hard_wrapped_line`; each has a text in both languages.
    pub code: FindingCode,
    /// Line of the source, 1-based; 0 where the whole file is meant.
    pub line: u32,
    /// Where in the statute, as far as known.
    pub path: Option<ProvisionPath>,
    /// A few words of the source, for the reader.
    pub excerpt: String,
    /// Whether the text was repaired.
    pub repaired: bool,
    /// Lines that it stands for, the first of which is `line`: what is repaired character by
    /// character is told once for a source.
    pub line_count: u32,
}

impl Finding {
    /// Characters of the source that a finding quotes at most.
    const EXCERPT_CHARS: usize = 40;

    /// A finding about the whole source.
    pub fn of_source(code: FindingCode, excerpt: &str) -> Self {
        Self::at(code, 0, excerpt, false)
    }

    /// A finding about a line.
    pub(crate) fn at(code: FindingCode, line: u32, excerpt: &str, repaired: bool) -> Self {
        let excerpt = excerpt.chars().take(Self::EXCERPT_CHARS).collect();
        Self {
            code,
            line,
            path: None,
            excerpt,
            repaired,
            line_count: 1,
        }
    }

    /// The same finding, placed at a provision.
    pub(crate) fn within(mut self, path: ProvisionPath) -> Self {
        self.path = Some(path);
        self
    }
}

/// Declares the codes with their texts, so that none can lack one.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident: $zh:literal, $en:literal;)*) => {
        /// What a [`Finding`] is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum FindingCode {
            $($(#[$doc])* $name,)*
        }

        impl FindingCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// What it means, in Chinese.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$name => $zh,)* }
            }

            /// What it means, in English.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }
        }
    };
}

codes! {
    /// The file holds no text.
    Empty: "文件没有正文", "the file holds no text";
    /// Bytes that are neither UTF-8 nor GB 18030 text.
    NotText: "文件不是 UTF-8 或 GB 18030 文本", "the file is neither UTF-8 nor GB 18030 text";
    /// The source exceeds [`crate::source::MAX_SOURCE_BYTES`].
    TooLarge: "文件过大，未读取", "the file is too large and was not read";
    /// A `.docx` that is damaged or unpacks to far more than its size.
    BadDocument: "文档损坏或解压后过大，未读取", "the document is damaged or unpacks to too much, and was not read";
    /// The text was GB 18030 and has been recoded.
    Recoded: "由 GB 18030 转码", "recoded from GB 18030";
    /// Invisible characters were dropped.
    InvisibleCharacter: "含不可见字符，已删除", "invisible characters were dropped";
    /// A private-use character stood for a decimal point, or for nothing.
    PrivateUseCharacter: "含私用区字符", "a private-use character";
    /// Half-width punctuation stood between Chinese characters.
    HalfWidthPunctuation: "中文之间的半角标点，已改为全角", "half-width punctuation between Chinese characters was made full-width";
    /// Full-width digits or letters.
    FullWidthDigit: "全角数字或字母，已改为半角", "full-width digits or letters were made half-width";
    /// `<…>` stood for 《…》.
    AngleBracket: "以尖括号代书名号，已改正", "angle brackets stood for title marks and were replaced";
    /// No title was found.
    NoTitle: "没有标题", "no title was found";
    /// The title stood a second time, whole or in pieces.
    RepeatedTitle: "标题重复，已略去", "the title stood a second time, and was left out";
    /// No article (第X条) was found.
    NoArticle: "没有条文（第X条）", "no article was found";
    /// A line was broken in mid-sentence.
    HardWrappedLine: "句中断行，已接回", "a line was broken in mid-sentence and has been joined";
    /// A line that ends without punctuation and could not be joined for certain.
    UnfinishedLine: "行末没有标点，疑有断行或缺漏", "a line ends without punctuation: broken or incomplete";
    /// A chapter heading lost its number.
    LostHeading: "章节标题缺少序号", "a heading lost its number";
    /// A heading was split over two lines.
    SplitHeading: "标题分作两行，已接回", "a heading was split over two lines and has been joined";
    /// A line held several articles or a heading besides its paragraph.
    RunTogether: "多条或标题挤在一行，已分行", "several articles, or a heading, stood on one line, which was split";
    /// The table of contents stood in the body.
    TableOfContents: "正文中的目录，已略去", "a table of contents in the body was left out";
    /// A heading without 编, 章 or 节.
    OtherHeading: "不属编章节的标题", "a heading that is no part, chapter or section";
    /// Divisions whose numbers do not follow one another.
    DivisionGap: "编章节序号不连续", "numbers of divisions do not follow one another";
    /// The head of an article was damaged.
    DamagedArticleHead: "条号有误，已改正", "the number of an article was damaged and has been repaired";
    /// Articles lost their heads, and stand as paragraphs under a heading.
    LostArticleHead: "条文缺少条号，已补", "an article lost its number, which was inferred";
    /// Articles whose numbers do not follow one another.
    ArticleGap: "条号不连续", "numbers of articles do not follow one another";
    /// The same article number twice.
    RepeatedArticle: "条号重复", "an article number is repeated";
    /// An article without text.
    EmptyArticle: "条文为空", "an article has no text";
    /// Points (项) whose numbers do not follow one another.
    PointGap: "项的序号不连续", "numbers of points do not follow one another";
    /// The label of a point was lost and has been inferred.
    LostLabel: "项缺少序号，已补", "a point lost its number, which was inferred";
    /// A first label stood inside its paragraph.
    InlineLabel: "项的序号在行内，已分行", "a point's label stood inside a line, which was split";
    /// An unlabelled line between two points was put to the first of them.
    LineWithinList: "两项之间的无序号行，归入前一项", "an unlabelled line between two points was put to the first";
    /// A colon is followed by lines without labels.
    UnlabelledList: "冒号后为无序号的列举", "a colon is followed by lines without labels";
    /// Points or subpoints in a place where none are expected.
    StrayLabel: "序号所在位置异常", "a label stands where none is expected";
    /// An appendix was cut off from the last article.
    Appendix: "附件，已与正文分开", "an appendix was parted from the body";
    /// A quoted article (of an amendment) was kept as text.
    QuotedArticle: "引号内的条文，作正文处理", "a quoted article was kept as text";
    /// An event of the head without a date that could be read.
    UndatedEvent: "文首事项没有可读的日期", "an event of the head has no readable date";
    /// A citation that cannot be resolved.
    UnresolvedCitation: "引用的条文无法确定", "a citation cannot be resolved";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_speaks_both_languages() {
        for code in FindingCode::ALL {
            assert!(!code.zh().is_ascii(), "{code:?}");
            assert!(code.en().is_ascii(), "{code:?}");
        }
    }
}
