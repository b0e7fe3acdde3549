//! What a member recognises a device by: browser and system, out of the `User-Agent` header.

/// Longer headers say nothing more.
const LONGEST: usize = 1_000;

/// Later names also stand in the headers of those before them: Edge calls itself Chrome and Safari as well.
const BROWSERS: [(&str, &str); 7] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];

/// The same: an iPhone is "like Mac OS X", Android is a Linux.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// `Firefox on Linux`; `None` where the header says nothing known. Only names of these lists come out, never the header's text.
pub(crate) fn named(user_agent: Option<&str>) -> Option<String> {
    let header = user_agent.filter(|header| header.len() <= LONGEST)?;
    let of = |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| header.contains(mark)).map(|(_, name)| *name);
    match (of(&BROWSERS), of(&SYSTEMS)) {
        (Some(browser), Some(system)) => Some(format!("{browser} on {system}")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_have_short_names() {
        for (header, name) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Some("Firefox on Linux")),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/19 Mobile Safari/604",
                Some("Safari on iPhone"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 (KHTML, like Gecko) Chrome/140 Safari/537 Edg/140",
                Some("Edge on Windows"),
            ),
            ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537 Chrome/140 Mobile Safari/537", Some("Chrome on Android")),
            ("curl/8.5.0", None),
            ("<script>", None),
        ] {
            assert_eq!(named(Some(header)).as_deref(), name, "{header}");
        }
        assert_eq!(named(None), None);
        assert_eq!(named(Some(&"Firefox".repeat(1000))), None);
    }
}
