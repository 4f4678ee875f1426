package dev.holdfast.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.local.LocalException;
import dev.holdfast.local.Service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

class PlaceTest {
    /// For documentation (RFC 5737): nobody has it.
    private static final String ELSEWHERE = "192.0.2.1";

    @TempDir private Path data;

    @Test
    void the_token_of_the_house_on_this_machine_goes_to_no_other() throws IOException {
        assumeThat(System.getenv("HOLDFAST_TOKEN")).isNull();
        Files.writeString(data.resolve("token"), "hf_secret\n");
        assertThatThrownBy(() -> place(ELSEWHERE).services().read(Service.DECISION, "/api/packs"))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.exitCode()).isEqualTo(Exit.NOT_ALLOWED))
                .hasMessageContaining("HOLDFAST_TOKEN");
    }

    @Test
    void no_service_of_another_house_is_ended() {
        assertThatThrownBy(() -> place(ELSEWHERE).kill().accept("executor"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("executor of another house");
        assertThatThrownBy(() -> place("127.0.0.1").kill().accept("executor"))
                .isInstanceOf(LocalException.class)
                .hasMessageContaining(data.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:7402, true",
        "http://127.8.0.1:7402, true",
        "http://localhost:7402, true",
        "'http://[::1]:7402', true",
        "http://decision:7402, false",
        "http://127.0.0.1.example.com:7402, false",
        "http://127.0.0.1@example.com:7402, false",
        "http://localhost.example.com, false",
        "http://0.0.0.0:7402, false",
        "http://192.0.2.1:7402, false",
        "'http://[2001:db8::1]:7402', false",
        "holdfast, false"
    })
    void only_a_loopback_address_is_this_machine(URI url, boolean here) {
        assertThat(Place.isOnThisMachine(url)).isEqualTo(here);
    }

    private Place place(String host) {
        return CommandLine.populateCommand(new Place(), "--host", host, "--data", data.toString());
    }
}
