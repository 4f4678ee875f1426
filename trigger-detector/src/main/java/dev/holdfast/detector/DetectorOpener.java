package dev.holdfast.detector;

import dev.holdfast.backbone.kafka.KafkaAccess;
import dev.holdfast.backbone.kafka.Topics;
import dev.holdfast.backbone.service.HouseSettings;
import dev.holdfast.detector.io.kafka.ActivePackTopic;
import dev.holdfast.detector.io.service.IntakeRooms;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;

import jakarta.inject.Singleton;

import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the detector when the application has started: topics first, then everything that runs.
@Singleton
final class DetectorOpener implements ApplicationEventListener<StartupEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(DetectorOpener.class);

    private final HouseSettings house;
    private final IntakeRooms rooms;

    DetectorOpener(HouseSettings house, IntakeRooms rooms) {
        this.house = house;
        this.rooms = rooms;
    }

    @Override
    public void onApplicationEvent(StartupEvent event) {
        try (Admin admin = Admin.create(KafkaAccess.admin(house.kafka()))) {
            for (String difference : Topics.ensure(admin)) {
                LOG.error("{}", difference);
            }
            ActivePackTopic.ensure(admin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while starting", e);
        }
        rooms.open();
    }
}
