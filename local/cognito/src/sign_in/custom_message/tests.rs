//! Codes in the words of a function of the stack.

use serde_json::json;

use super::readable;
use crate::testing::{CLIENT, World};

#[tokio::test]
async fn a_function_writes_the_message_and_never_sees_the_code() {
    let mut world = World::new().await;
    world.learner("ada").await;
    world.set_message_trigger().await;
    world.on_trigger(|mut event| {
        event["response"]["emailMessage"] = json!("<p>Your code:</p><p>{####}</p>");
        event["response"]["emailSubject"] = json!("Acme");
        Ok(event)
    });
    world.trigger_calls();
    let challenge = world.ask_code(CLIENT, "ada").await.unwrap();
    let mail = world.mail().await;
    let code: String = mail.text.chars().filter(char::is_ascii_digit).collect();
    assert_eq!((mail.subject.as_str(), mail.html), ("Acme", format!("<p>Your code:</p><p>{code}</p>")));
    assert_eq!(mail.text, format!("Your code:\n\n{code}"));
    let calls = world.trigger_calls();
    let event = &calls[0].event;
    assert_eq!((&event["triggerSource"], &event["userName"]), (&json!("CustomMessage_Authentication"), &json!("ada")));
    assert_eq!(event["request"]["userAttributes"]["email"], "ada@acme.example");
    assert!(!event.to_string().contains(&code), "{event}");
    world.send_code(&challenge["Session"], "ada", &code).await.unwrap();
}

#[test]
fn programs_without_html_show_the_words() {
    assert_eq!(readable("<p style=\"x\">A &lt;b&gt; &amp;amp;</p>\n<td>2</td>"), "A <b> &amp;\n\n2");
}
