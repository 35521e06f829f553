namespace AlgoDistill;

/// <summary>
/// A JSON object a line, its keys always in this order and without blanks:
/// <c>{"observation":[3,4],"action":[1],"reward":0,"end":"none"}</c>; <c>end</c> is <c>none</c>, <c>terminated</c> or <c>truncated</c>.
/// An infinite component is a text, <c>"Infinity"</c> or <c>"-Infinity"</c>, for which JSON has no number.
/// </summary>
public sealed record JsonLinesFormat() : TemplateFormat("json-lines",
    new FieldText("{\"observation\":[", "],\"action\":[") { Numbers = NumberText.Json }, new FieldText("", "],\"reward\":") { Numbers = NumberText.Json },
    new OutcomeText("", ",\"end\":\"none\"}\n", ",\"end\":\"terminated\"}\n", ",\"end\":\"truncated\"}\n"));
