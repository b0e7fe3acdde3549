//! Lists of users.

use serde_json::{Value, json};

use crate::testing::{POOL, Refused, World};

async fn names(world: &World, more: Value) -> Result<Vec<String>, Refused> {
    let mut body = more;
    body["UserPoolId"] = json!(POOL);
    let answer = world.call("ListUsers", body).await?;
    let users = answer["Users"].as_array().unwrap();
    Ok(users.iter().map(|user| user["Username"].as_str().unwrap().to_owned()).collect())
}

#[tokio::test]
async fn filters_find_whom_they_name() {
    let world = World::new().await;
    for name in ["ada", "adam", "eve"] {
        world.learner(name).await;
    }
    world.with_password("root").await;
    world.admin("AdminSetUserPassword", "root", json!({ "Password": "Windy-Day-9" })).await;
    world.admin("AdminDisableUser", "eve", json!({})).await;
    let sub = world.admin("AdminGetUser", "eve", json!({})).await["UserAttributes"][0]["Value"].clone();
    let sub = format!("sub = {sub}");
    for (filter, expected) in [
        ("", &["ada", "adam", "eve", "root"][..]),
        (r#"email = "ada@acme.example""#, &["ada"]),
        (r#"email ^= "ada""#, &["ada", "adam"]),
        (r#"email ^= """#, &["ada", "adam", "eve", "root"]),
        (r#"username ^= "ad""#, &["ada", "adam"]),
        (r#"email = "%""#, &[]),
        (r#"cognito:user_status = "force_change_password""#, &["root"]),
        (r#"status = "Disabled""#, &["eve"]),
        (&sub, &["eve"]),
    ] {
        assert_eq!(names(&world, json!({ "Filter": filter })).await.unwrap(), expected, "{filter}");
    }
    for broken in [json!({ "Filter": "email = x" }), json!({ "Limit": 61 }), json!({ "PaginationToken": "x" })] {
        assert_eq!(names(&world, broken).await.unwrap_err().0, "InvalidParameterException");
    }
    let only = json!({ "UserPoolId": POOL, "AttributesToGet": ["sub"], "Limit": 1 });
    let only = world.call("ListUsers", only).await.unwrap();
    assert_eq!(only["Users"][0]["Attributes"].as_array().unwrap().len(), 1);
    assert_eq!(world.refusal("ListUsers", json!({ "UserPoolId": "local_None" })).await, "ResourceNotFoundException");
}

#[tokio::test]
async fn pages_cover_everyone_once() {
    let world = World::new().await;
    let mut expected: Vec<String> = (0..7).map(|number| format!("user-{number}")).collect();
    for name in &expected {
        world.learner(name).await;
    }
    let mut seen = Vec::new();
    let mut token = Value::Null;
    loop {
        let mut body = json!({ "UserPoolId": POOL, "Limit": 3, "Filter": "email ^= \"user\"" });
        if token.is_string() {
            body["PaginationToken"] = token.clone();
        }
        let page = world.call("ListUsers", body).await.unwrap();
        for user in page["Users"].as_array().unwrap() {
            seen.push(user["Username"].as_str().unwrap().to_owned());
        }
        token = page["PaginationToken"].clone();
        if token.is_null() {
            break;
        }
        let other = json!({ "PaginationToken": token, "Filter": "email ^= \"other\"" });
        assert_eq!(names(&world, other).await.unwrap_err().0, "InvalidParameterException");
    }
    expected.sort_unstable();
    assert_eq!(seen, expected);
}
