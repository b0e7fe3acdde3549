//! Refusals, as the SDK types them.

use aws_sdk_sqs::error::ProvideErrorMetadata;
use aws_sdk_sqs::operation::change_message_visibility::ChangeMessageVisibilityError;
use aws_sdk_sqs::operation::create_queue::CreateQueueError;
use aws_sdk_sqs::operation::delete_message::DeleteMessageError;
use aws_sdk_sqs::operation::get_queue_attributes::GetQueueAttributesError;
use aws_sdk_sqs::operation::purge_queue::PurgeQueueError;
use aws_sdk_sqs::operation::receive_message::ReceiveMessageError;
use aws_sdk_sqs::operation::send_message::SendMessageError;
use aws_sdk_sqs::operation::send_message_batch::SendMessageBatchError;
use aws_sdk_sqs::operation::start_message_move_task::StartMessageMoveTaskError;
use aws_sdk_sqs::types::{QueueAttributeName, SendMessageBatchRequestEntry};

use crate::stack::Stack;

/// Runs the request and matches its typed error.
macro_rules! assert_error {
    ($request:expr, $error:pat) => {
        let error = $request.send().await.unwrap_err().into_service_error();
        assert!(matches!(error, $error), "{error:?}");
    };
}

#[tokio::test]
async fn errors_arrive_as_their_types() {
    let stack = Stack::start().await;
    let (client, url) = (&stack.client, stack.create("work", &[]).await);
    let absent = url.replace("work", "absent");

    assert_error!(client.receive_message().queue_url(&absent), ReceiveMessageError::QueueDoesNotExist(_));
    assert_error!(client.send_message().queue_url(&absent).message_body("x"), SendMessageError::QueueDoesNotExist(_));
    assert_error!(client.send_message().queue_url(&url).message_body("\u{1}"), SendMessageError::InvalidMessageContents(_));
    assert_error!(
        client.create_queue().queue_name("work").attributes(QueueAttributeName::DelaySeconds, "1"),
        CreateQueueError::QueueNameExists(_)
    );
    assert_error!(
        client.create_queue().queue_name("other").attributes(QueueAttributeName::DelaySeconds, "x"),
        CreateQueueError::InvalidAttributeValue(_)
    );
    assert_error!(
        client.get_queue_attributes().queue_url(&url).attribute_names("Colour".into()),
        GetQueueAttributesError::InvalidAttributeName(_)
    );
    assert_error!(client.delete_message().queue_url(&url).receipt_handle("garbage"), DeleteMessageError::ReceiptHandleIsInvalid(_));
    let entry = || SendMessageBatchRequestEntry::builder().id("1").message_body("x").build().unwrap();
    assert_error!(
        client.send_message_batch().queue_url(&url).entries(entry()).entries(entry()),
        SendMessageBatchError::BatchEntryIdsNotDistinct(_)
    );
    assert_error!(client.send_message_batch().queue_url(&url).set_entries(Some(vec![])), SendMessageBatchError::EmptyBatchRequest(_));
    assert_error!(
        client.start_message_move_task().source_arn("arn:aws:sqs:eu-central-1:000000000000:absent"),
        StartMessageMoveTaskError::ResourceNotFoundException(_)
    );
    assert_error!(client.purge_queue().queue_url(&url), PurgeQueueError::UnsupportedOperation(_));

    client.send_message().queue_url(&url).message_body("x").send().await.unwrap();
    let mut handles = Vec::new();
    for _ in 0..2 {
        let received = client.receive_message().queue_url(&url).visibility_timeout(0).send().await.unwrap();
        handles.push(received.messages()[0].receipt_handle().unwrap().to_owned());
    }
    assert_error!(
        client.change_message_visibility().queue_url(&url).receipt_handle(&handles[0]).visibility_timeout(1),
        ChangeMessageVisibilityError::MessageNotInflight(_)
    );

    // Not modelled: it has a code only.
    let error = client.receive_message().queue_url(&url).max_number_of_messages(11).send().await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidParameterValue"));
}
