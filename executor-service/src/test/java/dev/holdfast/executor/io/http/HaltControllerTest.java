package dev.holdfast.executor.io.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.executor.domain.rollback.Halt;
import dev.holdfast.executor.flow.House;
import dev.holdfast.executor.io.http.HaltController.Command;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/// Everybody may stop; who lets it go on must answer for it.
class HaltControllerTest {
    private final HaltController controller =
            new HaltController(House.with("      - {name: first, action: fake.do}\n").killSwitch);

    private static Caller with(String... roles) {
        return new Caller("robin", Set.of(roles));
    }

    private static Command command(boolean on) {
        return new Command(on, "*", "drill");
    }

    @Test
    void every_person_may_stop_and_only_admin_or_responder_may_lift_it() {
        assertThatThrownBy(() -> controller.set(command(true), with()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("person's role");
        assertThatThrownBy(() -> controller.set(command(true), with("ingest", "drill@shop")))
                .isInstanceOf(Refusal.class);
        assertThat(controller.set(command(true), with("support")).on()).isTrue();
        assertThatThrownBy(() -> controller.set(command(false), with("support")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("responder");
        assertThat(controller.all()).extracting(Halt::on).containsExactly(true);

        for (String role : List.of("admin", "responder")) {
            assertThat(controller.set(command(false), with(role)).on()).isFalse();
        }
    }

    @Test
    void where_the_switch_for_everything_lies_is_no_name_for_it() {
        Command hidden = new Command(true, "holdfast/all", "drill");

        assertThatThrownBy(() -> controller.set(hidden, with("admin")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'*'");
    }

    @Test
    void a_role_of_one_system_may_stop_everything_and_lift_what_it_reaches_alone() {
        Caller lab = with("on-call@lab");
        assertThat(controller.set(command(true), lab).on()).isTrue();
        assertThatThrownBy(() -> controller.set(command(false), lab)).isInstanceOf(Refusal.class);
        assertThat(controller.set(new Command(true, "lab/production", "x"), lab).on()).isTrue();

        Caller responder = with("responder@shop");
        assertThatThrownBy(
                        () -> controller.set(new Command(false, "lab/production", "x"), responder))
                .isInstanceOf(Refusal.class);
        assertThat(controller.set(new Command(false, "shop/production", "x"), responder).on())
                .isFalse();
    }
}
