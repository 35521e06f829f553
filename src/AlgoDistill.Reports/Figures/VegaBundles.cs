namespace AlgoDistill.Reports;

/// <summary>The JavaScript files that draw figures: in the page, and in node for still pictures.</summary>
static class VegaBundles
{
    /// <summary>Path of Vega.</summary>
    public static string Vega => Assets.Find("node_modules/vega/build/vega.min.js", "ALGODISTILL_VEGA");

    /// <summary>Path of Vega-Lite, which needs Vega.</summary>
    public static string VegaLite => Assets.Find("node_modules/vega-lite/build/vega-lite.min.js", "ALGODISTILL_VEGA_LITE");

    /// <summary>Path of vega-embed, which needs both.</summary>
    public static string VegaEmbed => Assets.Find("node_modules/vega-embed/build/vega-embed.min.js", "ALGODISTILL_VEGA_EMBED");
}
