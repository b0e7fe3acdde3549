//! HTML of other systems as Markdown, and plain text that stays what it is in Markdown. What has no Markdown becomes its text.

/// A text in which nothing means anything to Markdown.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, line) in text.trim().split('\n').enumerate() {
        if at > 0 {
            // A line stays a line.
            escaped.push_str("  \n");
        }
        let line = line.trim();
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        for (at, letter) in line.char_indices() {
            let is_mark = match letter {
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '$' | '|' | '~' => true,
                '#' | '>' | '-' | '+' | '=' | ':' => at == 0,
                '.' | ')' => digits > 0 && at == digits,
                _ => false,
            };
            if is_mark {
                escaped.push('\\');
            }
            escaped.push(letter);
        }
    }
    escaped
}

/// HTML as Markdown.
pub(super) fn markdown(html: &str) -> String {
    let (mut output, mut rest) = (String::with_capacity(html.len()), html);
    let mut text = String::new();
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        text.push_str(before);
        let is_tag =
            tag.get(1..2).is_some_and(|next| next.starts_with(|letter: char| letter.is_ascii_alphabetic() || matches!(letter, '/' | '!')));
        let Some(end) = tag.find('>').filter(|_| is_tag) else {
            text.push('<');
            rest = tag.get(1..).unwrap_or_default();
            continue;
        };
        flush(&mut output, &mut text);
        let (name, attributes) = tag.get(1..end).map(named).unwrap_or_default();
        // Comments, styles and scripts are no text.
        let skipped = match name.as_str() {
            "!--" => tag.find("-->").map(|end| end + 3),
            "style" | "script" => tag.find("</").and_then(|at| tag.get(at..)?.find('>').map(|end| at + end + 1)),
            _ => None,
        };
        output.push_str(&mark(&name, attributes));
        rest = tag.get(skipped.unwrap_or(end + 1)..).unwrap_or_default();
    }
    text.push_str(rest);
    flush(&mut output, &mut text);
    tidy(&output)
}

/// The name of a tag in small letters, with its `/`, and the rest of it.
fn named(tag: &str) -> (String, &str) {
    if tag.starts_with("!--") {
        return ("!--".to_owned(), "");
    }
    let length = tag.char_indices().skip(1).find(|(_, letter)| letter.is_whitespace() || *letter == '/').map_or(tag.len(), |(at, _)| at);
    let (name, attributes) = tag.split_at(length);
    (name.to_ascii_lowercase(), attributes)
}

fn mark(name: &str, attributes: &str) -> String {
    match name {
        "b" | "strong" | "/b" | "/strong" => "**",
        "i" | "em" | "/i" | "/em" => "*",
        "code" | "/code" | "tt" | "/tt" => "`",
        "br" | "br/" => "  \n",
        "li" => "\n- ",
        "p" | "/p" | "div" | "/div" | "ul" | "/ul" | "ol" | "/ol" | "pre" | "/pre" | "table" | "/table" | "blockquote" | "/blockquote" => {
            "\n\n"
        }
        "/tr" => "\n\n",
        "/td" | "/th" => " ",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "\n\n### ",
        "/h1" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" => "\n\n",
        "img" => return attribute(attributes, "alt").map(|alt| escaped(&entities(alt))).unwrap_or_default(),
        _ => "",
    }
    .to_owned()
}

fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let rest = attributes.split(&format!("{name}=")).nth(1)?;
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    rest.get(1..)?.split(quote).next()
}

fn flush(output: &mut String, text: &mut String) {
    let decoded = entities(text);
    text.clear();
    let words: Vec<&str> = decoded.split_whitespace().collect();
    if words.is_empty() {
        if !decoded.is_empty() && !output.ends_with(char::is_whitespace) {
            output.push(' ');
        }
        return;
    }
    let starts = decoded.starts_with(char::is_whitespace) && !output.is_empty() && !output.ends_with(char::is_whitespace);
    let escaped = escaped(&words.join(" "));
    output.extend([if starts { " " } else { "" }, escaped.as_str(), if decoded.ends_with(char::is_whitespace) { " " } else { "" }]);
}

/// No more than one empty line, none at the ends.
fn tidy(output: &str) -> String {
    let mut tidy: Vec<&str> = Vec::new();
    for line in output.split('\n') {
        let line = if line.ends_with("  ") { line } else { line.trim_end() };
        let line = line.trim_start_matches(' ');
        if !(line.trim().is_empty() && tidy.last().is_none_or(|last| last.is_empty())) {
            tidy.push(if line.trim().is_empty() { "" } else { line });
        }
    }
    tidy.join("\n").trim().to_owned()
}

/// Entities of HTML as the characters that they stand for: numbers, and the names that editors write.
pub(super) fn entities(text: &str) -> String {
    let (mut output, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        output.push_str(before);
        let decoded = entity.find(';').filter(|end| *end <= 10).and_then(|end| Some((decoded(entity.get(1..end)?)?, end)));
        match decoded {
            Some((letter, end)) => {
                output.push(letter);
                rest = entity.get(end + 1..).unwrap_or_default();
            }
            None => {
                output.push('&');
                rest = entity.get(1..).unwrap_or_default();
            }
        }
    }
    output.push_str(rest);
    output
}

fn decoded(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "deg" => '°',
        "times" => '×',
        "euro" => '€',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        _ => return None,
    })
}
