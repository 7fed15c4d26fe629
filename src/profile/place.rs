//! Where in a JSON text its reader stopped: line and column to the path of the field, as `checks.head-room.ideal`.

/// An object or an array that is open.
struct Level<'a> {
    /// The last key read; in an array none.
    key: Option<&'a str>,
    /// Entries before this one.
    index: usize,
    is_array: bool,
}

/// The path of what stands at `line` (from 1) and `column` (bytes of the line that were read) of `json`; empty for the
/// whole. Of a text that is no JSON, the path as far as it was understood.
pub(super) fn path(json: &str, line: usize, column: usize) -> String {
    let start: usize = json.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut levels: Vec<Level> = Vec::new();
    let mut rest = json.get(..start + column).unwrap_or(json);
    while let Some(next) = rest.chars().next() {
        let after = &rest[next.len_utf8()..];
        rest = after;
        match next {
            '{' | '[' => levels.push(Level { key: None, index: 0, is_array: next == '[' }),
            '}' | ']' => {
                levels.pop();
            }
            ',' => {
                if let Some(level) = levels.last_mut() {
                    (level.key, level.index) = (None, level.index + 1);
                }
            }
            '"' => {
                let length = string_length(after);
                rest = after.get(length + 1..).unwrap_or_default();
                // In an object the first string after a brace or a comma is the key.
                if let Some(level) = levels.last_mut().filter(|level| !level.is_array && level.key.is_none()) {
                    level.key = after.get(..length);
                }
            }
            _ => {}
        }
    }
    levels.iter().fold(String::new(), |path, level| match level.key {
        _ if level.is_array => format!("{path}[{}]", level.index),
        Some(key) if path.is_empty() => key.to_owned(),
        Some(key) => format!("{path}.{key}"),
        None => path,
    })
}

/// Bytes up to the closing quote of the string that `text` starts within.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_named_by_the_keys_around_it() {
        let json = "{ \"a\": 1,\n  \"b\": { \"c d\": [1, { \"e\": \"x, \\\"}\" }] },\n \"f\": 2 }";
        let of = |needle: &str| {
            let end = json.find(needle).unwrap() + needle.len();
            let line_start = json[..end].rfind('\n').map_or(0, |at| at + 1);
            path(json, json[..end].matches('\n').count() + 1, end - line_start)
        };
        assert_eq!(
            [of("1,"), of("[1"), of("x, \\\"}\""), of("}]"), of(" 2")].map(|p| p),
            [String::new(), "b.c d[0]".into(), "b.c d[1].e".into(), "b.c d".into(), "f".into()]
        );
        assert_eq!(path("", 1, 0), "");
        assert_eq!(path("\"", 9, 9), "");
    }
}
