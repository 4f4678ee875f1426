package dev.holdfast.notifier;

import dev.holdfast.notifier.io.stream.StreamRoom;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;

import jakarta.inject.Singleton;

/// Opens the live stream when the service starts.
@Singleton
final class StreamOpener implements ApplicationEventListener<StartupEvent> {
    private final StreamRoom room;

    StreamOpener(StreamRoom room) {
        this.room = room;
    }

    @Override
    public void onApplicationEvent(StartupEvent event) {
        room.open();
    }
}
