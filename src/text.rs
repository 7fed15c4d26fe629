//! Words for a person, always in Chinese and in English.
//!
//! [`Text`] is written in the source, so a missing translation does not compile. [`Words`] is what is read from a
//! profile or filled in for one report.

use serde::{Deserialize, Serialize};

/// A sentence in both languages. May hold `{value}` and other names in braces, filled by [`Text::fill`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Text {
    pub zh: &'static str,
    pub en: &'static str,
}

/// The same, owned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

/// One of the two languages of every text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

impl Text {
    /// Replaces each `{name}` by its value, in both languages.
    pub fn fill(&self, values: &[(&str, String)]) -> Words {
        let put = |text: &str| {
            values.iter().fold(text.to_owned(), |done, (name, value)| done.replace(&format!("{{{name}}}"), value))
        };
        Words { zh: put(self.zh), en: put(self.en) }
    }
}

impl Words {
    /// The sentence in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

impl From<Text> for Words {
    fn from(text: Text) -> Self {
        text.fill(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_replaced_in_both_languages() {
        let text = Text { zh: "{a}和{b}", en: "{a} and {b}, {a}" };
        let words = text.fill(&[("a", "1".into()), ("b", "2".into())]);
        assert_eq!((words.get(Lang::Zh), words.get(Lang::En)), ("1和2", "1 and 2, 1"));
    }
}
