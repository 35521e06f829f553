namespace AlgoDistill.Data.DuckDb;

/// <summary>The types of DuckDB's C API that are read or written here, by its numbers.</summary>
enum DuckType
{
    Boolean = 1,
    TinyInt = 2,
    SmallInt = 3,
    Integer = 4,
    BigInt = 5,
    UTinyInt = 6,
    USmallInt = 7,
    UInteger = 8,
    UBigInt = 9,
    Float = 10,
    Double = 11,
    HugeInt = 16,
    Varchar = 17,
    List = 24,
}
