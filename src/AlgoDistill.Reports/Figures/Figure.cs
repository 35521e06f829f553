using System.Text.Json.Nodes;

namespace AlgoDistill.Reports;

/// <summary>A figure and the numbers that it shows.</summary>
/// <param name="Name">Name of its files, without ending.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Caption">What the marks mean.</param>
/// <param name="Spec">Vega-Lite specification, its data included.</param>
/// <param name="Data">The same numbers as a table.</param>
public sealed record Figure(string Name, string Title, string Caption, JsonObject Spec, DataTable Data);
