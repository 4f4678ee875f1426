package dev.holdfast.detector.domain.rules;

import java.util.List;

/// A piece of a template.
sealed interface TemplatePart {

    void write(StringBuilder out, Template.Scope scope);

    record Literal(String text) implements TemplatePart {
        @Override
        public void write(StringBuilder out, Template.Scope scope) {
            out.append(text);
        }
    }

    record Action(TemplateTerm term) implements TemplatePart {
        @Override
        public void write(StringBuilder out, Template.Scope scope) {
            out.append(TemplateFunctions.shown(term.value(scope)));
        }
    }

    record Choice(TemplateTerm condition, List<TemplatePart> yes, List<TemplatePart> no)
            implements TemplatePart {
        @Override
        public void write(StringBuilder out, Template.Scope scope) {
            List<TemplatePart> chosen = TemplateFunctions.truth(condition.value(scope)) ? yes : no;
            chosen.forEach(part -> part.write(out, scope));
        }
    }
}
