using AlgoDistill.Torch;

namespace TorchSharp;

/// <summary>Anomaly detection, until disposed.</summary>
public sealed class AnomalyMode : IDisposable
{
    private readonly int enabledBefore, checkedBefore;

    internal AnomalyMode(bool enabled, bool checkNan)
    {
        enabledBefore = Native.Switch(Switch.Anomaly, enabled ? 1 : 0);
        checkedBefore = Native.Switch(Switch.AnomalyNan, checkNan ? 1 : 0);
    }

    public void Dispose()
    {
        Native.Set(Switch.Anomaly, enabledBefore);
        Native.Set(Switch.AnomalyNan, checkedBefore);
    }
}
