//! Films and sounds. They are done once as much of them has really been played as their author asks for.

use super::{ContentError, Kind, Uses};
use crate::about::LanguageTag;
use files_model::{digest::Digest, file::FileKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::openapi::{RefOr, Schema};

trellis_core::number!(
    /// Seconds that it lasts: at most a day.
    pub Seconds(u32), 1..=86_400
);
trellis_core::number!(
    /// How much of it must have been played, in percent. With 0 the learner's word is enough.
    pub WatchedPercent(u8), 0..=100
);
trellis_core::list!(
    /// Captions, at most one for each language.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub CaptionTracks(Vec<CaptionTrack>), 0..=20
);

/// Captions in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaptionTrack {
    pub language: LanguageTag,
    pub file: Digest,
}

/// What films and sounds have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Media {
    pub file: Digest,
    pub seconds: Seconds,
    #[serde(default)]
    pub watched_percent: WatchedPercent,
    #[serde(default)]
    pub captions: CaptionTracks,
}

impl Default for WatchedPercent {
    fn default() -> Self {
        Self(90)
    }
}

impl Media {
    /// The seconds that must have been played.
    #[must_use]
    pub fn asked(&self) -> u32 {
        (self.seconds.get() * u32::from(self.watched_percent.get())).div_ceil(100)
    }

    fn files(&self, kind: FileKind) -> Vec<Uses> {
        let captions = self.captions.0.iter().map(|track| (track.file, FileKind::Captions));
        captions.chain([(self.file, kind)]).collect()
    }

    fn lines(&self) -> Vec<String> {
        let captions = self.captions.0.iter().map(|track| format!("{}: [](/files/{})", String::from(track.language.clone()), track.file));
        let about = [format!("[](/files/{})", self.file), format!("watched: {} %", self.watched_percent.get())];
        about.into_iter().chain(captions).collect()
    }

    fn check(&self) -> Result<(), ContentError> {
        let mut seen = BTreeSet::new();
        let mut languages = self.captions.0.iter().map(|track| String::from(track.language.clone()));
        languages
            .find(|language| !seen.insert(language.to_ascii_lowercase()))
            .map_or(Ok(()), |language| Err(ContentError::RepeatedLanguage(language)))
    }
}

/// A film.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Video(pub Media);

/// A sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Audio(pub Media);

macro_rules! media {
    ($name:ident) => {
        impl Kind for $name {
            const IS_PROVEN: bool = true;

            fn lines(&self) -> Vec<String> {
                self.0.lines()
            }

            fn files(&self) -> Vec<Uses> {
                self.0.files(FileKind::$name)
            }

            fn check(&self) -> Result<(), ContentError> {
                self.0.check()
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                Media::schema()
            }
        }

        impl utoipa::ToSchema for $name {
            fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
                <Media as utoipa::ToSchema>::schemas(schemas);
            }
        }
    };
}

media!(Video);
media!(Audio);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_rounded_up() {
        let read = |seconds: u32, percent: u32| {
            let text = format!(r#"{{"file": "{}", "seconds": {seconds}, "watched_percent": {percent}}}"#, "ab".repeat(32));
            serde_json::from_str::<Media>(&text).unwrap().asked()
        };
        assert_eq!([read(1, 90), read(100, 90), read(101, 90), read(86_400, 100), read(60, 0)], [1, 90, 91, 86_400, 0]);
    }

    #[test]
    fn a_language_has_captions_once() {
        let digest = "ab".repeat(32);
        let track = |language: &str| format!(r#"{{"language": "{language}", "file": "{digest}"}}"#);
        let text = format!(r#"{{"file": "{digest}", "seconds": 9, "captions": [{}, {}]}}"#, track("de"), track("DE"));
        let video: Video = serde_json::from_str(&text).unwrap();
        assert_eq!(video.check(), Err(ContentError::RepeatedLanguage("DE".to_owned())));
        assert_eq!((video.0.watched_percent.get(), video.files().len()), (90, 3));
        assert_eq!(serde_json::from_value::<Video>(serde_json::to_value(&video).unwrap()).unwrap(), video);
    }
}
