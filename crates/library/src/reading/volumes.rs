//! A code that is kept as several files, a volume each.

use law::{Article, Statute};

/// The volumes as one statute, in the order of their articles.
pub(super) fn join(volumes: impl Iterator<Item = Statute>) -> Statute {
    let mut volumes: Vec<Statute> = volumes.collect();
    volumes.sort_by_key(|volume| volume.articles.first().map(|article| article.number));
    let mut volumes = volumes.into_iter();
    let first = volumes.next().unwrap_or_default();
    volumes.fold(first, append)
}

fn append(mut whole: Statute, volume: Statute) -> Statute {
    let before = whole.divisions.len();
    whole
        .divisions
        .extend(volume.divisions.into_iter().map(|mut division| {
            division.parent = division.parent.map(|parent| parent + before);
            division
        }));
    whole
        .articles
        .extend(volume.articles.into_iter().map(|article| Article {
            division: article.division.map(|division| division + before),
            ..article
        }));
    whole.preamble.extend(volume.preamble);
    whole.appendix.extend(volume.appendix);
    whole.findings.extend(volume.findings);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_are_joined_in_the_order_of_their_articles() {
        let second = law::read("# 云麓法典\n\n## 第二编 物\n\n第三条 物归原主。\n");
        let first = law::read("# 云麓法典\n\n## 第一编 总则\n\n第一条 立法。\n\n第二条 守法。\n");
        let whole = join([second, first].into_iter());
        let divisions = whole.articles.iter().map(|article| article.division);
        assert_eq!(divisions.collect::<Vec<_>>(), [Some(0), Some(0), Some(1)]);
        assert_eq!(whole.divisions[1].title, "物");
    }
}
