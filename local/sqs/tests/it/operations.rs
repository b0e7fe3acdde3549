//! The operations, as the SDK sends and reads them.

use aws_sdk_sqs::primitives::Blob;
use aws_sdk_sqs::types::{
    DeleteMessageBatchRequestEntry, MessageAttributeValue, MessageSystemAttributeName, QueueAttributeName, SendMessageBatchRequestEntry,
};

use crate::stack::Stack;

#[tokio::test]
async fn a_message_with_attributes_there_and_back() {
    let stack = Stack::start().await;
    let url = stack.create("work", &[]).await;
    let text = MessageAttributeValue::builder().data_type("String").string_value("greeting");
    let binary = MessageAttributeValue::builder().data_type("Binary.png").binary_value(Blob::new(b"\0\x01\xff"));
    let sent = stack
        .client
        .send_message()
        .queue_url(&url)
        .message_body("hello, wörld")
        .message_attributes("kind", text.build().unwrap())
        .message_attributes("picture", binary.build().unwrap())
        .send()
        .await
        .unwrap();
    let received = stack
        .client
        .receive_message()
        .queue_url(&url)
        .wait_time_seconds(5)
        .message_attribute_names("All")
        .message_system_attribute_names(MessageSystemAttributeName::All)
        .send()
        .await
        .unwrap();
    let [message] = received.messages() else { panic!("{received:?}") };
    assert_eq!(message.body(), Some("hello, wörld"));
    assert_eq!(message.message_id(), sent.message_id());
    assert_eq!(message.md5_of_message_attributes(), sent.md5_of_message_attributes());
    let attributes = message.message_attributes().unwrap();
    assert_eq!(attributes["kind"].string_value(), Some("greeting"));
    assert_eq!(attributes["picture"].binary_value(), Some(&Blob::new(b"\0\x01\xff")));
    let system = message.attributes().unwrap();
    assert_eq!(system[&MessageSystemAttributeName::ApproximateReceiveCount], "1");
    let handle = message.receipt_handle().unwrap();
    let change = stack.client.change_message_visibility().queue_url(&url).receipt_handle(handle);
    change.visibility_timeout(100).send().await.unwrap();
    stack.client.delete_message().queue_url(&url).receipt_handle(handle).send().await.unwrap();
    let not_visible = QueueAttributeName::ApproximateNumberOfMessagesNotVisible;
    assert_eq!(stack.attribute(&url, not_visible).await, "0");
    let empty = stack.client.receive_message().queue_url(&url).send().await.unwrap();
    assert!(empty.messages.is_none());
}

#[tokio::test]
async fn batches_in_a_fifo_queue() {
    let stack = Stack::start().await;
    let url = stack.create("work.fifo", &[(QueueAttributeName::FifoQueue, "true")]).await;
    let entry = |id: &str, body: &str| {
        SendMessageBatchRequestEntry::builder()
            .id(id)
            .message_body(body)
            .message_group_id("g")
            .message_deduplication_id(id)
            .build()
            .unwrap()
    };
    let batch = stack.client.send_message_batch().queue_url(&url);
    let sent = batch.entries(entry("1", "one")).entries(entry("2", "")).entries(entry("3", "three")).send().await.unwrap();
    assert_eq!(sent.successful().len(), 2);
    assert!(sent.successful()[0].sequence_number() < sent.successful()[1].sequence_number());
    let [failed] = sent.failed() else { panic!("{sent:?}") };
    assert_eq!((failed.id(), failed.code(), failed.sender_fault()), ("2", "MissingParameter", true));
    let receive = stack.client.receive_message().queue_url(&url).max_number_of_messages(10);
    let received = receive.message_system_attribute_names(MessageSystemAttributeName::All).send().await.unwrap();
    let bodies: Vec<_> = received.messages().iter().filter_map(|message| message.body()).collect();
    assert_eq!(bodies, ["one", "three"]);
    let sequence = &received.messages()[0].attributes().unwrap()[&MessageSystemAttributeName::SequenceNumber];
    assert_eq!(Some(sequence.as_str()), sent.successful()[0].sequence_number());
    let entries = received.messages().iter().enumerate().map(|(index, message)| {
        let entry = DeleteMessageBatchRequestEntry::builder().id(index.to_string());
        entry.receipt_handle(message.receipt_handle().unwrap()).build().unwrap()
    });
    let delete = stack.client.delete_message_batch().queue_url(&url).set_entries(Some(entries.collect()));
    let deleted = delete.send().await.unwrap();
    assert_eq!((deleted.successful().len(), deleted.failed().len()), (2, 0));
}

#[tokio::test]
async fn queues_dead_letters_and_move_tasks() {
    let stack = Stack::start().await;
    let dead = stack.create("dead", &[]).await;
    let dead_arn = stack.attribute(&dead, QueueAttributeName::QueueArn).await;
    let policy = format!(r#"{{"deadLetterTargetArn":"{dead_arn}","maxReceiveCount":"1"}}"#);
    let attributes = [(QueueAttributeName::RedrivePolicy, policy.as_str()), (QueueAttributeName::VisibilityTimeout, "0")];
    let url = stack.create("work", &attributes).await;
    let found = stack.client.get_queue_url().queue_name("work").send().await.unwrap();
    assert_eq!(found.queue_url(), Some(url.as_str()));
    let listed = stack.client.list_queues().send().await.unwrap();
    assert_eq!(listed.queue_urls(), [dead.clone(), url.clone()]);

    stack.client.send_message().queue_url(&url).message_body("poison").send().await.unwrap();
    for _ in 0..2 {
        stack.client.receive_message().queue_url(&url).send().await.unwrap();
    }
    let messages = QueueAttributeName::ApproximateNumberOfMessages;
    assert_eq!(stack.attribute(&dead, messages.clone()).await, "1");
    let task = stack.client.start_message_move_task().source_arn(&dead_arn).send().await.unwrap();
    assert!(task.task_handle().is_some());
    assert_eq!(stack.attribute(&url, messages).await, "1");

    let change = stack.client.set_queue_attributes().queue_url(&url);
    change.attributes(QueueAttributeName::DelaySeconds, "3").send().await.unwrap();
    assert_eq!(stack.attribute(&url, QueueAttributeName::DelaySeconds).await, "3");
}
