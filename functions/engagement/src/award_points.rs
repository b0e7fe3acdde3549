//! Queue: what members do earns them points, once each.

use domain::{event::Event, points::LESSON_POINTS};
use lambda::{App, FunctionError, Handler, Message, Queue};
use store::standings::Award;

pub(crate) fn handler() -> Handler {
    Queue::each("award-points", handle)
}

async fn handle(app: App, message: Message) -> Result<(), FunctionError> {
    let Event::LessonCompleted { member_id, course_id, lesson_id, at } = message.event else {
        return Err(FunctionError::failed(format!("{} does not belong on this queue", message.event.kind())));
    };
    let award = Award { event_id: message.id, points: LESSON_POINTS, at, course_id, lesson_id };
    let new = app.store().award(&message.scope, member_id, &award, app.now()).await?;
    if !new {
        tracing::info!(event_id = %message.id, "the event had been applied before");
    }
    Ok(())
}
