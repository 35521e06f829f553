using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AlgoDistill.Reports;

/// <summary>Renders Vega-Lite specifications to SVG by node.</summary>
public static class SvgRenderer
{
    /// <summary>Renders all specifications in one call of node.</summary>
    /// <param name="specifications">Vega-Lite specifications with their data.</param>
    /// <param name="node">The program, by name or path.</param>
    /// <returns>An SVG document for each.</returns>
    /// <exception cref="FileNotFoundException">node or a Vega bundle is missing; the message says how to get it.</exception>
    /// <exception cref="InvalidOperationException">node failed; the message holds what it said.</exception>
    public static IReadOnlyList<string> Render(IReadOnlyList<JsonObject> specifications, string node = "node") =>
        specifications.Count == 0 ? [] : RenderWithWarnings(specifications, node).Pictures;

    /// <summary>As <see cref="Render"/>, with what Vega warned of.</summary>
    internal static (IReadOnlyList<string> Pictures, string Warnings) RenderWithWarnings(IReadOnlyList<JsonObject> specifications, string node = "node")
    {
        var script = Assets.Find("src/AlgoDistill.Reports/Figures/render.mjs", "ALGODISTILL_RENDER");
        using var process = Start(node, script, VegaBundles.Vega, VegaBundles.VegaLite);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Send(process, new JsonArray([.. specifications.Select(specification => specification.DeepClone())]).ToJsonString());
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{node} could not render the figures (exit code {process.ExitCode}): {errors.Result.Trim()}");
        return (JsonSerializer.Deserialize<string[]>(output.Result)!, errors.Result);
    }

    static Process Start(string node, params string[] arguments)
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo(node, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = encoding,
            StandardOutputEncoding = encoding,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new FileNotFoundException($"{node} could not be started ({error.Message}); figures are rendered to SVG by Node.js 20 or newer, "
                + "which must be on the PATH", error);
        }
    }

    static void Send(Process process, string text)
    {
        try
        {
            process.StandardInput.Write(text);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // node ended before it had read everything; its exit code and error output say why.
        }
    }
}
