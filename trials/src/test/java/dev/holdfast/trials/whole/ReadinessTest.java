package dev.holdfast.trials.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.local.LocalPostgres;
import dev.holdfast.local.Service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.util.List;

/// Liveness tests nothing outside the process; readiness does.
@ResourceLock("house")
class ReadinessTest {
    private static final List<Service> WITH_DATABASE =
            List.of(Service.DECISION, Service.EXECUTOR, Service.VERIFIER, Service.NOTIFIER);

    private final WholeHouse house = WholeHouse.shared();

    @Test
    void without_the_database_they_live_but_are_not_ready_and_with_it_they_go_on() {
        try (Tenant shop = Tenant.well(house, "database-away", WholePack.AUTOMATIC)) {
            LocalPostgres.shared().kill();
            for (Service s : WITH_DATABASE) {
                Tenant.waiting().until(() -> house.get(s, "/health/readiness").status() == 503);
                assertThat(house.alive(s)).as("%s lives", s).isTrue();
            }
            assertThat(house.ready(Service.DETECTOR)).as("the detector has no database").isTrue();

            LocalPostgres.shared().restart();
            for (Service s : WITH_DATABASE) {
                Tenant.waiting().until(() -> house.ready(s));
            }
            HealingTest.healed(shop);
            Testimony.gaplessButForRepeats(shop);
        }
    }
}
