package dev.holdfast.executor.io.request;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What all actions on systems with a JSON API share: `url`, `token`, and what an answer means.
public abstract class SiteAction implements EffectAction {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration REQUEST = Duration.ofSeconds(10);

    private final Web web = new Web();
    private final String name;
    private final String scheme;
    private final List<ArgumentForm> arguments;

    /// @param scheme before the token in the `Authorization` header, such as `Bearer `; empty for none
    protected SiteAction(String name, String scheme, ArgumentForm... own) {
        this.name = name;
        this.scheme = scheme;
        List<ArgumentForm> all = new ArrayList<>();
        all.add(ArgumentForm.needs("url", ArgumentType.URL));
        all.add(ArgumentForm.takes("token", ArgumentType.TEXT));
        all.addAll(List.of(own));
        this.arguments = List.copyOf(all);
    }

    protected abstract Preview look(Call call, Site site) throws Trouble;

    protected abstract Finding act(Call call, Effect effect, Site site) throws Trouble;

    protected abstract Finding seen(Call call, Effect effect, Site site) throws Trouble;

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<ArgumentForm> arguments() {
        return arguments;
    }

    @Override
    public String target(Call call) {
        URI uri = URI.create(call.text("url"));
        return "http " + uri.getHost() + ":" + Web.port(uri);
    }

    @Override
    public Preview plan(Call call) {
        try {
            return look(call, site(call, LOOK));
        } catch (Trouble e) {
            return Preview.of(name, Repeat.CHECKABLE, Duration.ZERO).hindered(List.of(e.told()));
        }
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        return touch(call, effect, site -> act(call, effect, site));
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return glance(call, site -> seen(call, effect, site));
    }

    /// What is done at a site.
    protected interface Touch {
        Finding at(Site site) throws Trouble;
    }

    protected final Finding touch(Call call, Effect effect, Touch touch) {
        try {
            Duration limit = effect.timeout().compareTo(REQUEST) < 0 ? effect.timeout() : REQUEST;
            return touch.at(site(call, limit));
        } catch (Trouble e) {
            return e.done();
        }
    }

    protected final Finding glance(Call call, Touch touch) {
        try {
            return touch.at(site(call, LOOK));
        } catch (Trouble e) {
            return new Finding.Unsure("not seen: " + e.told(), "");
        }
    }

    private Site site(Call call, Duration limit) throws Trouble {
        String base = call.text("url");
        Optional<String> wrong = Web.wrong(call.allowed(), URI.create(base));
        if (wrong.isPresent()) {
            throw Trouble.refused(wrong.get());
        }
        if (call.text("token", "").chars().anyMatch(Character::isISOControl)) {
            throw Trouble.refused("the token holds a control character, such as a line break");
        }
        Map<String, String> headers = new HashMap<>();
        call.optional("token").ifPresent(t -> headers.put("Authorization", scheme + t));
        return new Site(
                web,
                base.endsWith("/") ? base.substring(0, base.length() - 1) : base,
                headers,
                limit);
    }

    /// Waits a little; false when it was interrupted or nothing of the time is left.
    protected static boolean pause(long end, Duration pause) {
        if (end - System.nanoTime() < pause.toNanos()) {
            return false;
        }
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
