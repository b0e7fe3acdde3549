//! Texts of questions as safe HTML: rendered as lessons are, with addresses for the pictures that they show.

use catalog_model::courses::lessons::Lesson;
use files_model::file::UsedFile;
use lambda::{App, Problem, services::Files};
use mdbook_import::{Origin, Target, named_files, render, resolve_links, uploaded};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};
use table::Home;

/// How long the addresses of pictures work: longer than most attempts last.
const VALID: Duration = Duration::from_secs(3 * 3600);

/// Addresses of the pictures that some texts show.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    addresses: BTreeMap<String, String>,
}

impl Texts {
    /// Signs addresses for the files that these texts and digests name, as far as they are files of the lesson.
    pub(crate) async fn of<'a>(
        app: &App,
        home: &Home,
        lesson: &Lesson,
        texts: impl Iterator<Item = &'a str>,
        pictures: impl Iterator<Item = &'a str>,
    ) -> Result<Self, Problem> {
        let named: BTreeSet<String> = texts.flat_map(named_files).chain(pictures.map(str::to_owned)).collect();
        let mut addresses = BTreeMap::new();
        for UsedFile { digest, file_name, content_type, .. } in &lesson.files {
            if named.contains(&digest.to_string()) {
                // The bucket's client is made where there is something to sign: most questions show no picture.
                let served = content_type.served(file_name.as_str());
                let address = app.service::<Files>()?.sign_uploaded(home, digest, &served, VALID).await?;
                addresses.insert(digest.to_string(), address);
            }
        }
        Ok(Self { addresses })
    }

    /// Where a picture is, if it is a file of the lesson.
    pub(crate) fn address(&self, digest: &str) -> Option<&str> {
        self.addresses.get(digest).map(String::as_str)
    }

    /// A text in Markdown as HTML. What cannot be rendered is shown as it is written.
    pub(crate) fn html(&self, markdown: &str) -> String {
        let mut origin = Origin::default();
        origin.addresses.extend(uploaded(markdown));
        let html = render(markdown, &origin).map_or_else(|_| escaped(markdown), |page| page.html);
        resolve_links(&html, |target| match target {
            Target::File { digest } => self.addresses.get(&digest).cloned(),
            Target::Asset { .. } | Target::Lesson { .. } => None,
        })
    }
}

fn escaped(text: &str) -> String {
    format!("<p>{}</p>", text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}
