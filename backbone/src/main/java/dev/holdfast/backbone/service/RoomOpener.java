package dev.holdfast.backbone.service;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;

import jakarta.inject.Singleton;

/// Opens the room when the application has started.
@Singleton
@Requires(beans = DeskRoom.class)
final class RoomOpener implements ApplicationEventListener<StartupEvent> {
    private final DeskRoom room;

    RoomOpener(DeskRoom room) {
        this.room = room;
    }

    @Override
    public void onApplicationEvent(StartupEvent event) {
        room.open();
    }
}
