namespace TorchSharp;

// Sizes given as 32-bit numbers. With them a literal 0 is a size, though it converts to ScalarType too.
public static partial class torch
{
    public static Tensor zeros(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => zeros((long)size, dtype, device, requires_grad, names);
    public static Tensor zeros(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => zeros((long)rows, columns, dtype, device, requires_grad, names);
    public static Tensor zeros(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => zeros((long)dim0, dim1, dim2, dtype, device, requires_grad, names);
    public static Tensor zeros(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => zeros((long)dim0, dim1, dim2, dim3, dtype, device, requires_grad, names);

    public static Tensor ones(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => ones((long)size, dtype, device, requires_grad, names);
    public static Tensor ones(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => ones((long)rows, columns, dtype, device, requires_grad, names);
    public static Tensor ones(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => ones((long)dim0, dim1, dim2, dtype, device, requires_grad, names);
    public static Tensor ones(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => ones((long)dim0, dim1, dim2, dim3, dtype, device, requires_grad, names);

    public static Tensor empty(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => empty((long)size, dtype, device, requires_grad, names);
    public static Tensor empty(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => empty((long)rows, columns, dtype, device, requires_grad, names);
    public static Tensor empty(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => empty((long)dim0, dim1, dim2, dtype, device, requires_grad, names);
    public static Tensor empty(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => empty((long)dim0, dim1, dim2, dim3, dtype, device, requires_grad, names);

    public static Tensor full(int size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => full((long)size, value, dtype, device, requires_grad, names);
    public static Tensor full(int rows, int columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => full((long)rows, columns, value, dtype, device, requires_grad, names);
    public static Tensor full(int dim0, int dim1, int dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => full((long)dim0, dim1, dim2, value, dtype, device, requires_grad, names);
    public static Tensor full(int dim0, int dim1, int dim2, int dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => full((long)dim0, dim1, dim2, dim3, value, dtype, device, requires_grad, names);

    public static Tensor rand(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => rand((long)size, dtype, device, requires_grad, generator, names);
    public static Tensor rand(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => rand((long)rows, columns, dtype, device, requires_grad, generator, names);
    public static Tensor rand(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => rand((long)dim0, dim1, dim2, dtype, device, requires_grad, generator, names);
    public static Tensor rand(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => rand((long)dim0, dim1, dim2, dim3, dtype, device, requires_grad, generator, names);

    public static Tensor randn(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randn((long)size, dtype, device, requires_grad, generator, names);
    public static Tensor randn(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randn((long)rows, columns, dtype, device, requires_grad, generator, names);
    public static Tensor randn(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randn((long)dim0, dim1, dim2, dtype, device, requires_grad, generator, names);
    public static Tensor randn(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randn((long)dim0, dim1, dim2, dim3, dtype, device, requires_grad, generator, names);
}
