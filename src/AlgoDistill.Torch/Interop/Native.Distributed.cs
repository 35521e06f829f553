using System.Runtime.InteropServices;

namespace AlgoDistill.Torch;

internal static unsafe partial class Native
{
    [LibraryImport(Library, EntryPoint = "ad_group_available")]
    internal static partial int GroupAvailable(Collectives collectives);

    [LibraryImport(Library, EntryPoint = "ad_group_open", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GroupOpen(Collectives collectives, string host, int port, int rank, int size, long joinMilliseconds, long patienceMilliseconds, nint* result);

    [LibraryImport(Library, EntryPoint = "ad_group_sum")]
    internal static partial int GroupSum(nint group, nint tensor);

    [LibraryImport(Library, EntryPoint = "ad_group_broadcast")]
    internal static partial int GroupBroadcast(nint group, nint tensor, int root);

    [LibraryImport(Library, EntryPoint = "ad_group_barrier")]
    internal static partial int GroupBarrier(nint group);

    [LibraryImport(Library, EntryPoint = "ad_group_fail", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GroupFail(nint group, string reason);

    [LibraryImport(Library, EntryPoint = "ad_group_close")]
    internal static partial int GroupClose(nint group);

    [LibraryImport(Library, EntryPoint = "ad_reducer_open")]
    internal static partial int ReducerOpen(nint group, nint* parameters, int count, long numbers, long bucketBytes, nint* result);

    [LibraryImport(Library, EntryPoint = "ad_reducer_start")]
    internal static partial int ReducerStart(nint reducer, nint numbers);

    [LibraryImport(Library, EntryPoint = "ad_reducer_finish")]
    internal static partial int ReducerFinish(nint reducer, nint* numbers);

    [LibraryImport(Library, EntryPoint = "ad_reducer_close")]
    internal static partial int ReducerClose(nint reducer);

    /// <summary>Raises this thread's error text as a <see cref="ProcessGroupException"/> when the status is not 0.</summary>
    internal static void CheckGroup(int status)
    {
        if (status != 0) throw new ProcessGroupException(Marshal.PtrToStringUTF8((nint)Error())!);
    }
}
