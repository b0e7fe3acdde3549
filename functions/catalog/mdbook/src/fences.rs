//! Tells whether a line of Markdown stands in a code block, before the Markdown is parsed.

/// The fence of the code block that is open, if one is.
#[derive(Debug, Default)]
pub(super) struct Fence {
    mark: Option<(char, usize)>,
}

impl Fence {
    pub(super) fn is_open(&self) -> bool {
        self.mark.is_some()
    }

    /// Takes note of a line; `true` if it opens or closes a code block (CommonMark, section 4.5).
    pub(super) fn take(&mut self, line: &str) -> bool {
        let content = within_containers(line);
        let Some(mark) = content.chars().next().filter(|mark| ['`', '~'].contains(mark)) else { return false };
        let length = content.chars().take_while(|c| *c == mark).count();
        let rest = &content[length..];
        match self.mark {
            Some((open, least)) if open == mark && length >= least && rest.trim().is_empty() => self.mark = None,
            None if length >= 3 && !(mark == '`' && rest.contains('`')) => self.mark = Some((mark, length)),
            _ => return false,
        }
        true
    }
}

/// A line without the marks of the quotations and list items that it begins or stands in.
fn within_containers(line: &str) -> &str {
    let mut content = line;
    loop {
        content = content.trim_start_matches([' ', '\t', '>']);
        let number = content.trim_start_matches(|c: char| c.is_ascii_digit());
        let after_mark = content.strip_prefix(['-', '*', '+']).or_else(|| number.strip_prefix(['.', ')']));
        match after_mark {
            Some(item) if item.starts_with([' ', '\t']) => content = item,
            _ => return content,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_followed() {
        let open_after = |text: &str| {
            let mut fence = Fence::default();
            text.lines().for_each(|line| {
                fence.take(line);
            });
            fence.is_open()
        };
        assert!(open_after("````\n```\n"));
        assert!(open_after("> ~~~ x\n```"));
        assert!(!open_after("- ```rust\n  ```"));
        assert!(open_after("> 1. * ~~~"));
        assert!(!open_after("`code`\n``` a ` b\n"));
    }
}
