//! Areas of a picture, in ten-thousandths of its width and height.

use crate::question::{Area, Shape};

/// Whether a point lies in an area, its edge included.
pub(crate) fn contains(area: &Area, x: u16, y: u16) -> bool {
    let (x, y) = (i64::from(x), i64::from(y));
    let numbers: Vec<i64> = area.coordinates.0.iter().map(|number| i64::from(number.get())).collect();
    match (area.shape, numbers.as_slice()) {
        (Shape::Rectangle, &[left, top, right, bottom]) => {
            (left.min(right)..=left.max(right)).contains(&x) && (top.min(bottom)..=top.max(bottom)).contains(&y)
        }
        (Shape::Circle, &[middle_x, middle_y, radius]) => in_ellipse((x - middle_x, y - middle_y), (radius, radius)),
        (Shape::Circle, &[middle_x, middle_y, across, down]) => in_ellipse((x - middle_x, y - middle_y), (across, down)),
        (Shape::Polygon, numbers) => in_polygon(numbers, x, y),
        _ => false,
    }
}

fn in_ellipse((x, y): (i64, i64), (across, down): (i64, i64)) -> bool {
    if across == 0 || down == 0 {
        return x == 0 && y == 0;
    }
    let (x, y, across, down) = (i128::from(x), i128::from(y), i128::from(across), i128::from(down));
    x * x * down * down + y * y * across * across <= across * across * down * down
}

/// By how often a ray crosses the edges; a point on an edge is inside.
fn in_polygon(numbers: &[i64], x: i64, y: i64) -> bool {
    let corners: Vec<(i64, i64)> = numbers.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect();
    let mut is_inside = false;
    for (at, &(to_x, to_y)) in corners.iter().enumerate() {
        let Some(&(from_x, from_y)) = corners.get((at + corners.len() - 1) % corners.len()) else { continue };
        let turn = (to_x - from_x) * (y - from_y) - (to_y - from_y) * (x - from_x);
        let is_between = |a: i64, b: i64, value: i64| (a.min(b)..=a.max(b)).contains(&value);
        if turn == 0 && is_between(from_x, to_x, x) && is_between(from_y, to_y, y) {
            return true;
        }
        if (from_y > y) != (to_y > y) && (turn > 0) == (to_y > from_y) {
            is_inside = !is_inside;
        }
    }
    is_inside
}

/// A point within an area, to show where it is.
pub(crate) fn middle(area: &Area) -> (u16, u16) {
    let numbers: Vec<u32> = area.coordinates.0.iter().map(|number| u32::from(number.get())).collect();
    let middle = |numbers: &[u32]| (numbers.iter().sum::<u32>() / numbers.len().max(1) as u32) as u16;
    match (area.shape, numbers.as_slice()) {
        (Shape::Circle, &[x, y, ..]) => (x as u16, y as u16),
        (_, numbers) => {
            let every_second = |from: usize| numbers.iter().skip(from).step_by(2).copied().collect::<Vec<_>>();
            let point = (middle(&every_second(0)), middle(&every_second(1)));
            let corner = || (numbers.first().copied().unwrap_or(0) as u16, numbers.get(1).copied().unwrap_or(0) as u16);
            if contains(area, point.0, point.1) { point } else { corner() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn area(shape: &str, coordinates: &[u16]) -> Area {
        serde_json::from_value(json!({ "shape": shape, "coordinates": coordinates, "right": true })).unwrap()
    }

    #[test]
    fn a_point_is_inside_or_not() {
        let rectangle = area("rectangle", &[4000, 4000, 1000, 2000]);
        assert!(contains(&rectangle, 1000, 2000) && contains(&rectangle, 2500, 3000) && !contains(&rectangle, 999, 3000));
        let circle = area("circle", &[5000, 5000, 1000]);
        assert!(contains(&circle, 5600, 5800) && !contains(&circle, 5601, 5800));
        let ellipse = area("circle", &[5000, 5000, 1000, 2000]);
        assert!(contains(&ellipse, 5000, 7000) && !contains(&ellipse, 7000, 5000));
        // An L: what lies in its bend is outside.
        let bent = area("polygon", &[0, 0, 4000, 0, 4000, 2000, 2000, 2000, 2000, 4000, 0, 4000]);
        for (x, y) in [(1000, 1000), (3000, 1000), (1000, 3000), (2000, 3000), (0, 0), (4000, 1000)] {
            assert!(contains(&bent, x, y), "{x} {y}");
        }
        for (x, y) in [(3000, 3000), (5000, 1000), (1000, 5000), (2001, 2001)] {
            assert!(!contains(&bent, x, y), "{x} {y}");
        }
        for area in [rectangle, circle, ellipse, bent] {
            let (x, y) = middle(&area);
            assert!(contains(&area, x, y), "{area:?}");
        }
    }
}
