using System.Net;
using System.Text;

namespace AlgoDistill.Reports;

/// <summary>The HTML of a report: styles, figures and data in one file, without scripts, and a policy that forbids the browser to fetch anything.</summary>
static class HtmlPage
{
    const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    /// <summary>The document of <paramref name="report"/>.</summary>
    public static string Of(Report report) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <link rel="icon" href="data:,">
        <title>{Text(report.Title)}</title>
        <style>
        {Resource("report.css")}</style>
        </head>
        <body>
        <header>
        <h1>{Text(report.Title)}</h1>
        {Paragraphs(report.Introduction)}{Facts(report)}</header>
        <main>
        {string.Concat(report.Sections.Select(Html))}</main>
        <footer>{Text(Library.Text)}</footer>
        </body>
        </html>

        """;

    static string Facts(Report report) => report.Facts.Count == 0 ? ""
        : $"<dl class=\"facts\">\n{string.Concat(report.Facts.Select(fact => $"<div><dt>{Text(fact.Name)}</dt><dd>{Text(fact.Value)}</dd></div>\n"))}</dl>\n";

    static string Html(Section section) => $"""
        <section>
        <h2>{Text(section.Title)}</h2>
        {Paragraphs(section.Text)}{Tables(section)}{string.Concat(section.Figures.Select(Html))}</section>

        """;

    static string Tables(Section section) => section.Tables.Count == 0 ? ""
        : $"<div class=\"tables\">\n{string.Concat(section.Tables.Select(table => $"<div class=\"table\">\n{Html(table, caption: true)}</div>\n"))}</div>\n";

    static string Html(Figure figure) => $"""
        <figure>
        <h3>{Text(figure.Title)}</h3>
        <div class="plot">
        {figure.ToSvg()}</div>
        <figcaption>{Text(figure.Caption)} <a href="{Csv(figure.Data)}" download="{Text(figure.Data.Name)}.csv">Data as CSV</a></figcaption>
        <details><summary>Data as a table</summary>
        <div class="table">
        {Html(figure.Data, caption: false)}</div>
        </details>
        </figure>

        """;

    static string Csv(DataTable table) => $"data:text/csv;charset=utf-8;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(table.ToCsv()))}";

    static string Html(DataTable table, bool caption)
    {
        var skipped = table.Grouped ? 1 : 0;
        Column[] columns = [.. table.Columns.Skip(skipped)];
        var html = new StringBuilder(columns.All(column => column.Kind == ColumnKind.Text) ? "<table class=\"settings\">\n" : "<table>\n");
        if (caption) html.Append($"<caption>{Text(table.Title)}</caption>\n");
        html.Append("<thead><tr>").AppendJoin("", columns.Select(column => $"<th scope=\"col\"{Class(column)}>{Text(column.Title)}</th>"))
            .Append("</tr></thead>\n");
        foreach (var group in table.Rows.GroupBy(row => table.Grouped ? row[0].Text ?? "" : ""))
        {
            html.Append("<tbody>\n");
            if (table.Grouped) html.Append($"<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{columns.Length}\">{Text(group.Key)}</th></tr>\n");
            foreach (var row in group)
                html.Append("<tr>").AppendJoin("", columns.Zip(row.Skip(skipped), Html)).Append("</tr>\n");
            html.Append("</tbody>\n");
        }

        return html.Append("</table>\n").ToString();
    }

    static string Html(Column column, Cell cell) => $"<td{Class(column)}>{Text(cell.Show(column.Format))}</td>";

    static string Class(Column column) => column.Kind == ColumnKind.Text ? "" : " class=\"number\"";

    static string Paragraphs(string text) => string.Concat(text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(paragraph => $"<p>{Text(paragraph)}</p>\n"));

    static string Text(string text) => WebUtility.HtmlEncode(text);

    static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
