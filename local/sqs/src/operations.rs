//! The operations, one file each (an operation and its batch form share one).

pub(crate) mod change_message_visibility;
pub(crate) mod create_queue;
pub(crate) mod delete_message;
pub(crate) mod get_queue_attributes;
pub(crate) mod get_queue_url;
pub(crate) mod list_queues;
pub(crate) mod receive_message;
pub(crate) mod send_message;
pub(crate) mod set_queue_attributes;
pub(crate) mod start_message_move_task;
