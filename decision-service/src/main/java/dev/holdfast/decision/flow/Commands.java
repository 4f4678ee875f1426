package dev.holdfast.decision.flow;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Remark.ModeChanged;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.audit.AuditEntry;
import dev.holdfast.decision.domain.incident.Facts;
import dev.holdfast.decision.domain.incident.Happening;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Machine;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Preview;
import dev.holdfast.decision.domain.incident.Refusal;
import dev.holdfast.decision.domain.incident.Refusal.Kind;
import dev.holdfast.decision.domain.incident.Result;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.release.Ledger;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Does what people say, one transaction each: who may, what it changes, and a line in the audit,
/// also for what was refused. Any instance does, as soon as what was written of the system before is
/// taken in by whoever reads it; where that does not come, only what holds back is done, and what waits
/// by itself ([Command#waits]) begins to.
public final class Commands {
    /// The kind of the audit's entry of a command.
    static final String KIND = "command";

    private static final int LONGEST_REASON = 2_000;

    private final Transactions transactions;
    private final Policies policies;

    public Commands(Transactions transactions, Policies policies) {
        this.transactions = transactions;
        this.policies = policies;
    }

    /// @param key the sender's Idempotency-Key: the same key gets the same answer and no second deed
    public Answer give(Scope scope, Person caller, Command command, @Nullable String key) {
        return give(scope, caller, command, key, null);
    }

    /// @param key as above
    /// @param version the state of the incident that the sender has read, as [#version] names it; null
    ///     when any will do
    public Answer give(
            Scope scope,
            Person caller,
            Command command,
            @Nullable String key,
            @Nullable String version) {
        return command.holdsBack()
                ? transactions.in(scope, work -> give(work, caller, command, key, version))
                : transactions.whenRead(scope, work -> give(work, caller, command, key, version));
    }

    /// Names one state of an incident, as an entity tag.
    public static String version(Incident incident) {
        return '"' + EventId.of(Json.text(incident)) + '"';
    }

    private Answer give(
            Work work,
            Person caller,
            Command command,
            @Nullable String key,
            @Nullable String version) {
        String id = key == null ? null : EventId.of(caller.name(), key, command);
        Optional<Answer.Kept> kept = id == null ? Optional.empty() : work.find(Shelves.ANSWERS, id);
        if (kept.isPresent()) {
            return kept.get().answer();
        }
        DecisionDesk.behind(work);
        Answer answer =
                stale(work, command, version)
                        ? new Answer.Refused(
                                Kind.STALE, "the incident has changed since it was read")
                        : checked(work, caller, command);
        record(work, id == null ? caller.name() : id, caller, command, answer);
        if (id != null && !notYet(answer)) {
            work.put(Shelves.ANSWERS, id, Answer.Kept.of(answer));
        }
        return answer;
    }

    private static void record(
            Work work, String id, Person caller, Command command, Answer answer) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("by", caller.name());
        said.put("roles", caller.roles());
        said.put("command", command.getClass().getSimpleName());
        said.put("said", command);
        said.put("answer", answer);
        Audit.append(work, KIND, id, said);
    }

    /// Gives a command of the audit once more. Which state its sender had read is not on record: one
    /// that was refused for that is refused again.
    void again(Work work, AuditEntry entry) {
        JsonNode said = Json.read(entry.body(), JsonNode.class);
        Person caller =
                new Person(
                        said.path("by").asText(),
                        said.path("roles").valueStream().map(JsonNode::asText).toList());
        Command command = Command.of(said.path("command").asText(), said.path("said"));
        JsonNode refused = said.path("answer").path("kind");
        DecisionDesk.behind(work);
        Answer answer =
                refused.asText().equals(Kind.STALE.name())
                        ? Json.read(said.path("answer").toString(), Answer.Refused.class)
                        : checked(work, caller, command);
        record(work, entry.id(), caller, command, answer);
    }

    private static boolean stale(Work work, Command command, @Nullable String version) {
        String id = command.incident();
        return version != null
                && id != null
                && work.find(Shelves.INCIDENTS, id)
                        .filter(i -> version(i).equals(version))
                        .isEmpty();
    }

    /// Asked again with the same key, it may be answered.
    private static boolean notYet(Answer answer) {
        return answer instanceof Answer.Refused refused && refused.kind() == Kind.NOT_READY;
    }

    private Answer checked(Work work, Person caller, Command command) {
        if (command.reason().isBlank() || command.reason().length() > LONGEST_REASON) {
            return new Answer.Refused(
                    Kind.INVALID,
                    "say why, in 1 to %d characters, as 'reason'".formatted(LONGEST_REASON));
        }
        if (!work.upToDate() && !command.holdsBack() && !command.waits()) {
            return new Answer.Refused(
                    Kind.NOT_READY,
                    "events of %s are still being read; send it again".formatted(work.scope()));
        }
        Casebook book = Casebook.of(work, policies);
        Policy policy = book.policy(book.open()).orElse(null);
        Person person = Access.known(caller, policy, OnDuty.of(work), work.now());
        return switch (command) {
            case Command.Approve c ->
                    about(
                            book,
                            c.incident(),
                            person,
                            false,
                            new Happening.Approved(person, c.reason(), c.planHash()));
            case Command.Deny c ->
                    about(
                            book,
                            c.incident(),
                            person,
                            false,
                            new Happening.Denied(person, c.reason()));
            case Command.Abort c ->
                    about(
                            book,
                            c.incident(),
                            person,
                            true,
                            new Happening.AbortAsked(person, c.reason()));
            case Command.Close c ->
                    about(
                            book,
                            c.incident(),
                            person,
                            true,
                            new Happening.CloseAsked(person, c.reason()));
            case Command.BreakGlass c ->
                    about(
                            book,
                            c.incident(),
                            person,
                            false,
                            new Happening.GlassBroken(person, c.reason(), c.planHash()));
            case Command.StateFact c ->
                    about(
                            book,
                            c.incident(),
                            person,
                            true,
                            new Happening.FactSaid(person, c.fact(), c.value(), c.reason()));
            case Command.PromiseFix c ->
                    about(
                            book,
                            c.incident(),
                            person,
                            true,
                            new Happening.FixPromised(person, c.estimate(), c.reason()));
            case Command.Note c -> Paperwork.note(work, book, person, c);
            case Command.AnswerTask c -> Paperwork.answer(work, book, person, c);
            case Command.Steer c -> Steering.steer(book, person, c, work.now());
            case Command.Rollback c -> rollback(work, book, policy, person, c);
            case Command.DeclareHeld c -> held(work, book, policy, person, c);
            case Command.SetMode c -> mode(work, book, policy, person, c);
            case Command.Plan c -> plan(work, book, policy, person, c);
            case Command.TellDuty c -> OnDuty.tell(work, policy, person, c);
        };
    }

    /// @param responders true where being a responder is enough; approving is the authority's
    private static Answer about(
            Casebook book, String id, Person person, boolean responders, Happening happening) {
        Optional<Incident> incident = book.incident(id);
        Optional<Policy> policy = incident.flatMap(book::policy);
        if (incident.isEmpty() || policy.isEmpty()) {
            return new Answer.Refused(Kind.UNKNOWN, "there is no incident '%s'".formatted(id));
        }
        if (responders && !Access.responds(person, policy.get())) {
            return forbidden(person, "a role of the pack, 'responder' or 'admin'");
        }
        Result result =
                book.ordering(
                        policy.get(), s -> Machine.on(incident.get(), book.site(), happening, s));
        Refusal refusal = result.refusal();
        if (refusal != null && happening instanceof Happening.Approved) {
            book.note(
                    id,
                    "approval.late",
                    "%s would approve: %s".formatted(person.name(), refusal.reason()));
        }
        return kept(book, result);
    }

    private static Answer kept(Casebook book, Result result) {
        if (result.refusal() != null) {
            return Answer.refused(result.refusal());
        }
        book.keep(result, Because.none());
        Incident incident = result.incident();
        return new Answer.Done(
                book.site().scope().key(),
                incident == null ? null : incident.id(),
                incident == null ? "none" : incident.state().word());
    }

    private static Answer rollback(
            Work work, Casebook book, @Nullable Policy policy, Person person, Command.Rollback c) {
        if (policy == null) {
            return noPack(work);
        }
        if (!Access.responds(person, policy)) {
            return forbidden(person, "a role of the pack, 'responder' or 'admin'");
        }
        Optional<String> unknown = Preview.unknown(book.site().ledger(), c.component());
        if (unknown.isPresent()) {
            return new Answer.Refused(Kind.INVALID, unknown.get());
        }
        var request = Facts.ofRequest(person.name(), c.reason(), c.component(), c.to(), work.now());
        Incident open = book.open();
        if (open != null) {
            return kept(
                    book,
                    Machine.asked(
                            open,
                            book.site(),
                            request,
                            person,
                            c.reason(),
                            book.situation(policy)));
        }
        book.keep(Machine.requested(book.site(), request, book.situation(policy)), Because.none());
        book.openIfNeeded(Because.none());
        Incident begun = book.open();
        return begun == null
                ? new Answer.Done(work.scope().key(), null, "waiting")
                : new Answer.Done(work.scope().key(), begun.id(), begun.state().word());
    }

    private static Answer held(
            Work work,
            Casebook book,
            @Nullable Policy policy,
            Person person,
            Command.DeclareHeld c) {
        if (!Access.responds(person, policy)) {
            return forbidden(person, "a role of the pack, 'responder' or 'admin'");
        }
        if (c.component().isBlank() || c.version().isBlank()) {
            return new Answer.Refused(Kind.INVALID, "name the 'component' and its 'version'");
        }
        Release release = new Release(c.component(), c.version());
        Ledger.Change change = book.site().ledger().declareHeld(release, person.name(), work.now());
        book.keep(change, Because.none());
        return new Answer.Done(work.scope().key(), null, release + " has held");
    }

    private static Answer mode(
            Work work, Casebook book, @Nullable Policy policy, Person person, Command.SetMode c) {
        if (!Access.rules(person, policy)) {
            return forbidden(person, "the highest role of the pack or 'admin'");
        }
        String before = policy == null ? "observe" : word(book.site().mode(policy));
        book.keep(book.site().mode(c.mode()));
        book.say(
                new ModeChanged(
                        book.site().open(),
                        before,
                        word(c.mode()),
                        person.name(),
                        c.reason(),
                        work.now()));
        Incident open = book.open();
        if (open != null && policy != null) {
            Happening changed =
                    new Happening.SwitchesChanged(
                            "%s set the mode to %s".formatted(person.name(), c.mode()));
            book.keep(
                    book.ordering(policy, s -> Machine.on(open, book.site(), changed, s)),
                    Because.none());
        }
        return new Answer.Done(work.scope().key(), null, word(c.mode()));
    }

    private static String word(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static Answer plan(
            Work work, Casebook book, @Nullable Policy policy, Person person, Command.Plan c) {
        if (policy == null) {
            return noPack(work);
        }
        if (!Access.responds(person, policy)) {
            return forbidden(person, "a role of the pack, 'responder' or 'admin'");
        }
        Optional<String> unknown = Preview.unknown(book.site().ledger(), c.component());
        if (unknown.isPresent()) {
            return new Answer.Refused(Kind.INVALID, unknown.get());
        }
        Preview preview = Preview.of(policy, book.site().ledger(), c.component(), c.to());
        if (preview.to() == null || preview.runbook() == null) {
            return new Answer.Refused(Kind.CONFLICT, String.valueOf(preview.obstacle()));
        }
        String id =
                "plan-" + EventId.of(work.scope().key(), person.name(), work.now()).substring(0, 8);
        String rollback = EventId.of(id, "rollback", 1);
        work.put(Shelves.PLANS, Shelves.ONLY, PlanView.pending(id, rollback, work.now()));
        RollbackProposed proposed =
                new RollbackProposed(
                        id,
                        rollback,
                        preview.runbook(),
                        Severity.P3,
                        preview.from(),
                        preview.to(),
                        work.now().plus(policy.planning()),
                        work.now());
        Because because = Because.none().incident(id).pack(policy.digest());
        Audit.append(work, EventTypes.of(proposed), work.emit(proposed, because).id(), proposed);
        return new Answer.Done(work.scope().key(), id, "pending");
    }

    private static Answer noPack(Work work) {
        return new Answer.Refused(
                Kind.UNKNOWN, "no pack of '%s' is active here".formatted(work.scope().system()));
    }

    static Answer forbidden(Person person, String needed) {
        return new Answer.Refused(
                Kind.FORBIDDEN,
                "this needs %s; %s has %s".formatted(needed, person.name(), person.roles()));
    }
}
