package dev.holdfast.notifier.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.notifier.domain.plan.Address.GitAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://git.example/notes.git, https://git.example/notes.git",
        "http://169.254.169.254/latest, http://169.254.169.254/latest",
        "git@git.example:team/notes.git, ssh://git.example:22",
        "git.example:notes.git, ssh://git.example:22"
    })
    void a_repository_leads_where_git_would_go(String remote, URI there) {
        assertThat(git(remote).leadsTo()).contains(there);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/notes.git", "file:///srv/notes.git", "notes.git"})
    void a_repository_in_a_folder_leads_nowhere(String remote) {
        assertThat(git(remote).leadsTo()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example, smtp://mail.example:25",
        "mail_relay, smtp://mail_relay:25",
        "::1, smtp://[::1]:25"
    })
    void mail_leads_to_its_server(String host, URI there) {
        Address mail =
                new Address.MailAddress(
                        host,
                        25,
                        Address.MailAddress.Tls.NONE,
                        null,
                        null,
                        "holdfast@shop.example",
                        java.util.List.of("ada@shop.example"),
                        Duration.ofSeconds(1));
        assertThat(mail.leadsTo()).contains(there);
    }

    private static GitAddress git(String remote) {
        return new GitAddress(remote, "main", "incidents", Duration.ofSeconds(1));
    }
}
