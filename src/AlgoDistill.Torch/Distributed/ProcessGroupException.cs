using System.Runtime.InteropServices;

namespace AlgoDistill.Torch;

/// <summary>The processes of a group cannot go on together: one has died, failed or not come, which the message says.</summary>
/// <param name="message">What happened.</param>
public sealed class ProcessGroupException(string message) : ExternalException(message);
