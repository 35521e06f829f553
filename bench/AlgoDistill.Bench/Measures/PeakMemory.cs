using System.Diagnostics;
using System.Globalization;

namespace AlgoDistill.Bench.Measures;

/// <summary>The greatest resident size of this process.</summary>
static class PeakMemory
{
    /// <summary>Begins to count anew, where the system can (Linux); elsewhere the peak stays that of the whole process.</summary>
    public static void Reset()
    {
        const string Clear = "/proc/self/clear_refs";
        if (OperatingSystem.IsLinux() && File.Exists(Clear)) File.WriteAllText(Clear, "5");
    }

    /// <summary>Greatest resident size since <see cref="Reset"/>.</summary>
    public static long Bytes()
    {
        if (!OperatingSystem.IsLinux())
        {
            using var self = Process.GetCurrentProcess();
            return self.PeakWorkingSet64;
        }

        // VmHWM:      1234 kB
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan("VmHWM:".Length, line.Length - "VmHWM:".Length - "kB".Length), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
    }
}
