//! Finding the resource of a path: literals before parameters, parameters before greedy ones.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use crate::GatewayError;
use crate::failure::Failure;

/// The resources of an API by path segments; each leads to the index that `insert` was given.
#[derive(Debug, Default)]
pub(crate) struct PathTree {
    literals: BTreeMap<String, PathTree>,
    parameter: Option<(String, Box<PathTree>)>,
    greedy: Option<(String, usize)>,
    resource: Option<usize>,
}

/// The resource of a path, with its parameters decoded.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PathMatch {
    pub(crate) resource: usize,
    pub(crate) parameters: BTreeMap<String, String>,
}

impl PathTree {
    /// Adds the resource `pattern` under `index`, or gives the index it already has.
    pub(crate) fn insert(&mut self, pattern: &str, index: usize) -> Result<usize, GatewayError> {
        let mut node = self;
        let mut segments = segments(pattern).into_iter().peekable();
        while let Some(segment) = segments.next() {
            let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
                node = node.literals.entry(segment.to_owned()).or_default();
                continue;
            };
            if let Some(name) = name.strip_suffix('+') {
                if segments.peek().is_some() {
                    return Err(refuse(pattern, "has something behind its greedy parameter"));
                }
                let (known, index) = node.greedy.get_or_insert_with(|| (name.to_owned(), index));
                check_sibling(pattern, known, name)?;
                return Ok(*index);
            }
            let (known, child) = node.parameter.get_or_insert_with(|| (name.to_owned(), Box::default()));
            check_sibling(pattern, known, name)?;
            node = child;
        }
        Ok(*node.resource.get_or_insert(index))
    }

    /// Finds the resource of `path`, which is still percent-encoded.
    pub(crate) fn find(&self, path: &str) -> Result<PathMatch, Failure> {
        let mut values = Vec::new();
        let resource = self.descend(&segments(path), &mut values).ok_or(Failure::MissingAuthenticationToken)?;
        let mut parameters = BTreeMap::new();
        for (name, value) in values {
            let decoded = percent_decode_str(&value).decode_utf8().map_err(|_| Failure::BadPath)?;
            parameters.insert(name.to_owned(), decoded.into_owned());
        }
        Ok(PathMatch { resource, parameters })
    }

    fn descend<'t>(&'t self, path: &[&str], values: &mut Vec<(&'t str, String)>) -> Option<usize> {
        let Some((first, rest)) = path.split_first() else {
            return self.resource;
        };
        if let Some(resource) = self.literals.get(*first).and_then(|child| child.descend(rest, values)) {
            return Some(resource);
        }
        if first.is_empty() {
            return None;
        }
        if let Some((name, child)) = &self.parameter {
            let known = values.len();
            values.push((name, (*first).to_owned()));
            if let Some(resource) = child.descend(rest, values) {
                return Some(resource);
            }
            values.truncate(known);
        }
        let (name, resource) = self.greedy.as_ref()?;
        values.push((name, path.join("/")));
        Some(*resource)
    }
}

/// The path without slashes at its ends, split: `/` has no segments, and a slash at the end changes nothing.
fn segments(path: &str) -> Vec<&str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() { Vec::new() } else { path.split('/').collect() }
}

/// API Gateway refuses to create `/a/{x}` beside `/a/{y}`.
fn check_sibling(pattern: &str, known: &str, name: &str) -> Result<(), GatewayError> {
    if known == name {
        return Ok(());
    }
    Err(refuse(pattern, &format!("calls {{{name}}} what a sibling calls {{{known}}}, which API Gateway refuses")))
}

fn refuse(pattern: &str, reason: &str) -> GatewayError {
    GatewayError::Template(format!("the path {pattern} {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(patterns: &[&str]) -> PathTree {
        let mut tree = PathTree::default();
        for (index, pattern) in patterns.iter().enumerate() {
            assert_eq!(tree.insert(pattern, index).unwrap(), index);
        }
        tree
    }

    fn found(tree: &PathTree, path: &str) -> Option<(usize, Vec<String>)> {
        tree.find(path).ok().map(|found| (found.resource, found.parameters.into_values().collect()))
    }

    #[test]
    fn literals_win_over_parameters_and_those_over_greedy_ones() {
        let tree = tree(&["/", "/a/b", "/a/{x}", "/a/{x}/c", "/{proxy+}", "/a/b/d"]);
        assert_eq!(found(&tree, "/"), Some((0, vec![])));
        assert_eq!(found(&tree, "/a/b"), Some((1, vec![])));
        assert_eq!(found(&tree, "/a/z"), Some((2, vec!["z".to_owned()])));
        assert_eq!(found(&tree, "/a/b/c"), Some((3, vec!["b".to_owned()])));
        assert_eq!(found(&tree, "/a/b/d"), Some((5, vec![])));
        assert_eq!(found(&tree, "/x/y"), Some((4, vec!["x/y".to_owned()])));
        assert_eq!(found(&tree, "/a/b/"), Some((1, vec![])));
    }

    #[test]
    fn parameters_are_decoded_after_matching() {
        let tree = tree(&["/a/{x}", "/a/admin"]);
        assert_eq!(found(&tree, "/a/b%2Fc%20%C3%A4"), Some((0, vec!["b/c ä".to_owned()])));
        assert_eq!(found(&tree, "/a/%61dmin"), Some((0, vec!["admin".to_owned()])));
        assert_eq!(tree.find("/a/%FF").unwrap_err(), Failure::BadPath);
    }

    #[test]
    fn other_paths_and_empty_segments_lead_nowhere() {
        let tree = tree(&["/a/{x}"]);
        for path in ["/", "/a", "/a//", "//a/b", "/a/b/c", "/A/b"] {
            assert_eq!(tree.find(path).unwrap_err(), Failure::MissingAuthenticationToken, "{path}");
        }
    }

    #[test]
    fn what_api_gateway_refuses_is_refused() {
        let mut tree = tree(&["/a/{x}"]);
        assert!(tree.insert("/a/{y}/b", 1).unwrap_err().to_string().contains("what a sibling calls {x}"));
        assert!(tree.insert("/{p+}/b", 1).unwrap_err().to_string().contains("behind its greedy parameter"));
        assert_eq!(tree.insert("/a/{x}", 7).unwrap(), 0);
    }
}
